import { dictionary } from '@zxcvbn-ts/language-common'

const common = new Set(dictionary['passwords-common'].map((password) => password.toLowerCase()))

/** Whether a password is on the list of those that guessers try first, in any case. */
export const isCommonPassword = (password: string): boolean => common.has(password.toLowerCase())
