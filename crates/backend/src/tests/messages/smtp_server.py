"""A mail server for the tests: aiosmtpd, with a certificate, an account, and some odd recipients.

Usage: smtp_server.py FOLDER CERTIFICATE KEY MODE, where MODE is starttls, tls or stripped.
Prints its port. Each mail that it takes becomes one line of JSON in FOLDER/mails, as Python's own parser reads it.
"""

import asyncio
import email
import email.policy
import json
import ssl
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

folder, certificate, key, mode = sys.argv[1:]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
seen = set()


def account(server, session, envelope, mechanism, login):
    right = isinstance(login, LoginPassword) and login == LoginPassword(b"kantor", b"rahasia")
    return AuthResult(success=right, handled=right)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("tidak-ada@"):
            return "550 5.1.1 no such user here"
        if address.startswith("nanti@") and address not in seen:
            seen.add(address)
            return "451 4.7.1 greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].startswith("putus@"):
            server.transport.abort()
            return "250 never heard"
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        told = {
            "encrypted": session.ssl is not None or mode == "tls",
            "account": session.authenticated,
            "envelope": [envelope.mail_from, *envelope.rcpt_tos],
            "from": mail["from"],
            "to": mail["to"],
            "subject": mail["subject"],
            "id": mail["message-id"],
            "text": mail.get_content(),
        }
        with (Path(folder) / "mails").open("a", encoding="utf-8") as out:
            out.write(json.dumps(told) + "\n")
        return "250 OK"


def session():
    if mode == "stripped":
        return SMTP(Handler(), hostname="localhost")
    tls = {"tls_context": context, "require_starttls": True} if mode == "starttls" else {}
    return SMTP(
        Handler(),
        hostname="localhost",
        authenticator=account,
        auth_required=True,
        auth_require_tls=mode == "starttls",
        **tls,
    )


async def main():
    loop = asyncio.get_running_loop()
    outer = context if mode == "tls" else None
    server = await loop.create_server(session, "127.0.0.1", 0, ssl=outer)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
