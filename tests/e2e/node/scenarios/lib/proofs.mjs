// What a website's server signs to vouch for its users.

import { createHmac, createPrivateKey, generateKeyPairSync, sign } from "node:crypto";

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/// Keys of each kind that a widget may have: what the team is told of each, and `prove(claims)`.
export function keys(audience) {
  const secret = "the website's secret has 32 bytes or more";
  const { publicKey, privateKey } = generateKeyPairSync("ed25519", {
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const jwt = (header, signature) => (claims) => {
    const exp = Math.floor(Date.now() / 1000) + 300;
    const signed = `${encoded(header)}.${encoded({ aud: audience, exp, ...claims })}`;
    return `${signed}.${signature(signed).toString("base64url")}`;
  };
  const hmac = (text) => createHmac("sha256", secret).update(text);
  return {
    HS256: { key: secret, prove: jwt({ alg: "HS256", kid: "HS256" }, (text) => hmac(text).digest()) },
    EdDSA: { key: publicKey, prove: jwt({ alg: "EdDSA", kid: "EdDSA" }, (text) => sign(null, Buffer.from(text), createPrivateKey(privateKey))) },
    HMAC: { key: secret, prove: ({ sub }) => `${sub}.${hmac(sub).digest("hex")}` },
  };
}
