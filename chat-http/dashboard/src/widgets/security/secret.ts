const BYTES = 32;

/** A secret that nobody can guess, in letters that can be pasted anywhere. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** A name for a key that no other has yet: the month, and a number when there is one of this month already. */
export function newKid(now: Date, taken: readonly string[]): string {
  const month = now.toISOString().slice(0, 7);
  if (!taken.includes(month)) return month;
  for (let count = 2; ; count += 1) if (!taken.includes(`${month}-${count}`)) return `${month}-${count}`;
}

/** How a website's own server says who its visitor is. */
export const signing = {
  node: (kid: string, key: string): string => `import jwt from 'jsonwebtoken';

const proof = jwt.sign({ name: user.name, email: user.email }, process.env.CHAT_SECRET, {
  algorithm: 'HS256', keyid: '${kid}', audience: '${key}', subject: user.id, expiresIn: '5m',
});`,
  php: (kid: string, key: string): string => `use Firebase\\JWT\\JWT;

$proof = JWT::encode([
    'sub' => $user->id, 'aud' => '${key}', 'exp' => time() + 300,
    'name' => $user->name, 'email' => $user->email,
], getenv('CHAT_SECRET'), 'HS256', '${kid}');`,
  python: (kid: string, key: string): string => `import jwt, os, time

proof = jwt.encode(
    {"sub": user.id, "aud": "${key}", "exp": int(time.time()) + 300, "name": user.name, "email": user.email},
    os.environ["CHAT_SECRET"], algorithm="HS256", headers={"kid": "${kid}"},
)`,
} as const;
export type Signer = keyof typeof signing;
export const SIGNERS: Record<Signer, string> = { node: 'Node.js', php: 'PHP', python: 'Python' };

/** What the page says to the widget then. */
export const IDENTIFY = `ChatWidget('identify', { name: 'Ann' }, proof);`;
