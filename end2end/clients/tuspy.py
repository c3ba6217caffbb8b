"""Sends standard input with tuspy, and prints the URL of the upload.

tuspy.py ENDPOINT HEADERS METADATA [--chunk BYTES] [--create-again]; headers and metadata are JSON.
tuspy repeats a PATCH by itself, a creation only when it is asked again: --create-again does so once.
"""

import argparse
import io
import json
import sys

# Beside the package only: nothing of this folder is imported.
sys.path.pop(0)

from tusclient.client import TusClient  # noqa: E402
from tusclient.exceptions import TusCommunicationError  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument("endpoint")
parser.add_argument("headers", type=json.loads)
parser.add_argument("metadata", type=json.loads)
parser.add_argument("--chunk", type=int)
parser.add_argument("--create-again", action="store_true")
asked = parser.parse_args()

client = TusClient(asked.endpoint, headers=asked.headers)
options = {"chunk_size": asked.chunk} if asked.chunk else {}


def uploader():
    return client.uploader(
        file_stream=stream, metadata=asked.metadata, retries=5, retry_delay=1, **options
    )


stream = io.BytesIO(sys.stdin.buffer.read())
sending = uploader()
if asked.create_again:
    try:
        sending.create_url()
        raise SystemExit("the answer of the creation was not lost")
    except TusCommunicationError:
        sending = uploader()
sending.upload()
print(sending.url)
