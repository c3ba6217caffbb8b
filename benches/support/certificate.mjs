// A certificate for one run: browsers speak HTTP/2, and grant a page its full rights, over TLS only.
// Node can sign but not write certificates, so the few fields of X.509 are written here (RFC 5280, DER).
import * as crypto from 'node:crypto';

const tlv = (tag, ...parts) => {
  const body = Buffer.concat(parts);
  const size = body.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};
const sequence = (...parts) => tlv(0x30, ...parts);
const hex = (text) => Buffer.from(text, 'hex');
const time = (date) => tlv(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));

const ECDSA_WITH_SHA256 = sequence(tlv(0x06, hex('2a8648ce3d040302')));
const COMMON_NAME = tlv(0x06, hex('550403'));
const SUBJECT_ALT_NAME = tlv(0x06, hex('551d11'));

/** `pin`: what Chromium is told to trust, `--ignore-certificate-errors-spki-list`. */
export function certificate(address) {
  const { privateKey, publicKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const name = sequence(tlv(0x31, sequence(COMMON_NAME, tlv(0x0c, Buffer.from('genggam bench')))));
  const addresses = sequence(tlv(0x87, Buffer.from(address.split('.').map(Number))));
  const fields = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.concat([Buffer.from([1]), crypto.randomBytes(8)])),
    ECDSA_WITH_SHA256,
    name,
    sequence(time(new Date(Date.now() - 3_600_000)), time(new Date(Date.now() + 86_400_000))),
    name,
    spki,
    tlv(0xa3, sequence(sequence(SUBJECT_ALT_NAME, tlv(0x04, addresses)))),
  );
  const signature = tlv(0x03, Buffer.from([0]), crypto.sign('sha256', fields, privateKey));
  const pem = sequence(fields, ECDSA_WITH_SHA256, signature).toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    cert: `-----BEGIN CERTIFICATE-----\n${pem}\n-----END CERTIFICATE-----\n`,
    pin: crypto.createHash('sha256').update(spki).digest('base64'),
  };
}
