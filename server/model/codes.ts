/**
 * A code as it was made, from what somebody typed or pasted: apps and mails show codes in groups, and keyboards write capital
 * letters. Backup codes are ten hexadecimal digits with a dash in their middle.
 */
export const typedCode = (text: string): string => {
  const plain = text.replace(/[\s\p{Pd}]/gu, '').toLowerCase()
  return /^[0-9a-f]{10}$/.test(plain) ? `${plain.slice(0, 5)}-${plain.slice(5)}` : plain
}

/** Of an authenticator app or a mail, and no link's token. */
export const isShortCode = (code: string): boolean => /^[0-9]{6}$/.test(code)
