const most = 10

/**
 * What an Accept-Language header asks for, most wanted first, each followed by what it narrows: `de-AT` by `de` (RFC 4647
 * section 3.4). What is no language tag is left out.
 */
export const wantedLanguages = (header: string | null): string[] => {
  const wanted = (header ?? '')
    .split(',', most)
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((text) => text.trim())
      const weight = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2)
      return { tag: canonicalLanguage(tag), weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
  return [...new Set(wanted.flatMap(({ tag }) => (tag === undefined ? [] : widened(tag))))]
}

/** As BCP 47 writes it; undefined for what is no tag. */
export const canonicalLanguage = (tag: string): string | undefined => {
  if (!/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(tag)) return undefined
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}

const widened = (tag: string): string[] => {
  const parts = tag.split('-')
  return parts.map((_part, index) => parts.slice(0, parts.length - index).join('-'))
}
