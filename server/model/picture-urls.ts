/**
 * Whether pages and apps may load a picture from there: https alone, without a name or a password, which browsers would
 * send along, and nothing that leaves an attribute or that two parsers could read in two ways. The contract's `PictureUrl`
 * says as much of it as a pattern can.
 */
export const isPictureUrl = (text: string): boolean =>
  text.length <= 2048 &&
  /^https:\/\/[^/?#@]+([/?#]|$)/.test(text) &&
  /^[!-~]+$/.test(text) &&
  !/[\\"<>]/.test(text) &&
  URL.canParse(text)
