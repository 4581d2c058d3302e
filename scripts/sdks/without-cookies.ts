// For those who know no credential in a cookie.

/** The contract without security schemes in cookies, and without what asks for one. */
export const withoutCookies = (text: string): string => {
  const document = JSON.parse(text) as { components: { securitySchemes: Record<string, { in?: string }> } }
  const schemes = Object.entries(document.components.securitySchemes)
  const names = new Set(schemes.filter(([, scheme]) => scheme.in === 'cookie').map(([name]) => name))
  return JSON.stringify(document, (key, part: unknown) => {
    if (key === 'securitySchemes')
      return Object.fromEntries(Object.entries(part as object).filter(([name]) => !names.has(name)))
    if (key !== 'security') return part
    return (part as object[]).filter((one) => !Object.keys(one).some((name) => names.has(name)))
  })
}
