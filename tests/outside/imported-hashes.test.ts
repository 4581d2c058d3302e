import { pbkdf2Sync, scryptSync } from 'node:crypto'
import { hash as argon2 } from '@node-rs/argon2'
import { describe, expect, it } from 'vitest'
import { readImportedHash } from '../../server/outside/imported-hashes.ts'
import { createPasswords } from '../../server/outside/passwords.ts'

const passwords = await createPasswords({ queue: 50 })

const signer = 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA=='
const ofFirebase = 'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ=='
const bare = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
const salt = Buffer.from('SodiumChloride')

/** Passwords with hashes that others have published, and such as Node makes. */
const vectors: Record<string, readonly [password: string, hash: string]> = {
  // https://github.com/firebase/scrypt
  firebase: ['user1password', `$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=${signer}$42xEC+ixf3L2lw==$${ofFirebase}`],
  // RFC 7914 section 12
  scrypt: [
    'pleaseletmein',
    `$scrypt$ln=14,r=8,p=1$${bare(salt)}$${bare(Buffer.from('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887', 'hex'))}`,
  ],
  // RFC 6070 section 2
  'PBKDF2 with SHA-1': [
    'password',
    `$pbkdf2-sha1$4096$${bare(Buffer.from('salt'))}$${bare(Buffer.from('4b007901b765489abead49d926f721d065a429c1', 'hex'))}`,
  ],
  'PBKDF2 of Django': [
    'django',
    `pbkdf2_sha256$1000$seasalt$${pbkdf2Sync('django', 'seasalt', 1000, 32, 'sha256').toString('base64')}`,
  ],
  'PBKDF2 with SHA-512': [
    'x y z',
    `$pbkdf2-sha512$i=1000$${bare(salt)}$${bare(pbkdf2Sync('x y z', salt, 1000, 64, 'sha512'))}`,
  ],
  // The crypt_blowfish tests of Openwall.
  bcrypt: ['U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  'bcrypt of PHP': ['U*U', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  argon2id: ['kept', await argon2('kept', { memoryCost: 8192, timeCost: 1 })],
}

describe('hashes of others', () => {
  it.each(Object.entries(vectors))('match their password and no other: %s', async (_, [password, hash]) => {
    expect(readImportedHash(hash)).not.toHaveProperty('problem')
    expect(await passwords.matches(password, hash)).toBe(true)
    for (const wrong of ['', `${password}x`, password.slice(1), 'a wrong guess']) {
      expect(await passwords.matches(wrong, hash)).toBe(false)
    }
    expect(passwords.needsRehash(hash)).toBe(true)
  })

  it('are refused where they are malformed', async () => {
    const malformed = [
      ...['', 'x', '5f4dcc3b5aa765d61d8327deb882cf99', '$1$salt$hash', '{SSHA}x', '$2x$05$', '$argon2id$'],
      ...Object.values(vectors).flatMap(([, hash]) => [
        hash.slice(0, hash.lastIndexOf('$')),
        hash.slice(0, hash.lastIndexOf('$') + 1),
        `${hash}\0`,
        `${hash}$`,
        `${hash}!`,
        hash.replace('$', ''),
      ]),
      `$scrypt$ln=14,r=8,p=1$${bare(salt)}$${bare(Buffer.alloc(8))}`,
      `$argon2id$v=19$m=19456,t=2,p=1$${bare(salt)}$${bare(Buffer.alloc(15))}`,
      `$pbkdf2-sha256$i=0$${bare(salt)}$${bare(Buffer.alloc(32))}`,
      `$pbkdf2-md5$i=1000$${bare(salt)}$${bare(Buffer.alloc(32))}`,
      `$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=${signer}$42xEC+ixf3L2lw==$${bare(Buffer.alloc(16))}`,
    ].filter((text) => !Object.values(vectors).some(([, hash]) => hash === text))
    for (const text of malformed) {
      if (/^pbkdf2_/.test(text) && text.split('$').length === 4 && !/!$/.test(text)) continue
      expect([text, readImportedHash(text)]).toEqual([text, { problem: expect.any(String) }])
      expect(await passwords.matches('x', text)).toBe(false)
    }
  })

  it('are refused where a guess at them would cost too much', () => {
    const derived = bare(Buffer.alloc(32))
    const costly = [
      `$2b$15$${'C'.repeat(53)}`,
      `$2b$31$${'C'.repeat(53)}`,
      `$scrypt$ln=18,r=8,p=1$${bare(salt)}$${derived}`,
      `$scrypt$ln=17,r=8,p=16$${bare(salt)}$${derived}`,
      `$scrypt$ln=99,r=99,p=99$${bare(salt)}$${derived}`,
      `$pbkdf2-sha256$i=99999999$${bare(salt)}$${derived}`,
      // Three million rounds for each block of what is derived.
      `$pbkdf2-sha256$i=3000000$${bare(salt)}$${bare(Buffer.alloc(33))}`,
      `$pbkdf2-sha1$i=1500001$${bare(salt)}$${derived}`,
      `$pbkdf2-sha512$i=1500001$${bare(salt)}$${bare(Buffer.alloc(128))}`,
      `$argon2id$v=19$m=1048576,t=1,p=1$${bare(salt)}$${derived}`,
      `$argon2id$v=19$m=65536,t=1000,p=1$${bare(salt)}$${derived}`,
      `$argon2id$v=19$m=19456,t=2,p=200$${bare(salt)}$${derived}`,
      vectors.firebase![1].replace('n=14', 'n=20'),
    ]
    for (const text of costly) expect([text, readImportedHash(text)]).toEqual([text, { problem: expect.any(String) }])
  })

  it('of the costs that others recommend are taken', () => {
    const derived = bare(Buffer.alloc(32))
    const usual = [
      `$2b$14$${'C'.repeat(53)}`,
      `$scrypt$ln=17,r=8,p=1$${bare(salt)}$${bare(scryptSync('x', salt, 32))}`,
      `$pbkdf2-sha1$i=1300000$${bare(salt)}$${derived}`,
      `$pbkdf2-sha256$i=3000000$${bare(salt)}$${derived}`,
      `$pbkdf2-sha512$i=3000000$${bare(salt)}$${bare(Buffer.alloc(64))}`,
      `$argon2id$v=19$m=65536,t=3,p=4$${bare(salt)}$${derived}`,
      `$argon2id$v=19$m=65536,t=3,p=4$${bare(salt)}$${bare(Buffer.alloc(16))}`,
    ]
    for (const text of usual)
      expect([text, readImportedHash(text)]).toEqual([text, { kind: expect.any(String), verify: expect.any(Function) }])
  })
})
