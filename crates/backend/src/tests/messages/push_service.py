"""A push service and the browser behind it, for the tests: Python's cryptography checks and opens what we seal.

Prints one line of JSON: its address, and the browser's public key and secret. What it opened becomes lines of JSON in
FOLDER/notices. /gone answers 410, /busy 429, everything else 201. Usage: push_service.py FOLDER NOW, in Unix seconds
"""

import base64
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

folder = Path(sys.argv[1])
private = ec.generate_private_key(ec.SECP256R1())
public = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
auth = b"sixteen bytes ok"


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def data(words):
    return base64.urlsafe_b64decode(words + "=" * (-len(words) % 4))


def hkdf(salt, secret, info, length):
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def claims_of(header, place):
    """RFC 8292: the token is signed by the key beside it, for this place, and not for ever."""
    scheme, _, rest = header.partition(" ")
    assert scheme == "vapid", header
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    said, _, signature = parts["t"].rpartition(".")
    head, _, claims = said.partition(".")
    assert json.loads(data(head)) == {"typ": "JWT", "alg": "ES256"}
    raw = data(signature)
    assert len(raw) == 64
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), data(parts["k"]))
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key.verify(der, said.encode(), ec.ECDSA(hashes.SHA256()))
    claims = json.loads(data(claims))
    assert claims["aud"] == place and claims["sub"].startswith("mailto:"), claims
    return claims


def opened(body):
    """RFC 8188 and RFC 8291."""
    salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
    sender, sealed = body[21 : 21 + length], body[21 + length :]
    assert size == 4096 and length == 65 and len(sealed) <= size
    shared = private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
    keying = hkdf(auth, shared, b"WebPush: info\0" + public + sender, 32)
    key = hkdf(salt, keying, b"Content-Encoding: aes128gcm\0", 16)
    nonce = hkdf(salt, keying, b"Content-Encoding: nonce\0", 12)
    plain = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")
    assert plain[-1] == 2
    return plain[:-1].decode()


class Service(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        status = {"/gone": 410, "/busy": 429}.get(self.path, 201)
        try:
            claims = claims_of(self.headers["authorization"], place)
            assert self.headers["content-encoding"] == "aes128gcm"
            assert int(self.headers["ttl"]) > 0
            notice = {"path": self.path, "lasts": claims["exp"] - float(sys.argv[2]), "text": opened(body)}
            with (folder / "notices").open("a", encoding="utf-8") as out:
                out.write(json.dumps(notice) + "\n")
        except Exception as error:
            print(repr(error), file=sys.stderr)
            status = 400
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
place = f"http://127.0.0.1:{server.server_address[1]}"
print(json.dumps({"place": place, "p256dh": text(public), "auth": text(auth)}), flush=True)
server.serve_forever()
