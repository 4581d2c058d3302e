// How a page lays out what was printed.

const width = 120

const isScalar = (value: unknown) => typeof value !== 'object' || value === null

const inOneLine = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(', ')}]`
  if (isScalar(value)) return JSON.stringify(value)
  const fields = Object.entries(value as object).map(([name, inner]) => `${JSON.stringify(name)}: ${inOneLine(inner)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}

/** Lists of objects always stand below each other. */
const mayBeInOneLine = (value: unknown): boolean => {
  if (isScalar(value)) return true
  if (Array.isArray(value)) return value.every(isScalar)
  return Object.values(value as object).every(mayBeInOneLine)
}

const laidOut = (value: unknown, indent: string, taken: number): string => {
  const line = inOneLine(value)
  if (isScalar(value) || (mayBeInOneLine(value) && indent.length + taken + line.length <= width)) return line
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => `${inner}${laidOut(item, inner, 1)}`).join(',\n')}\n${indent}]`
  }
  const fields = Object.entries(value as object).map(([name, field]) => {
    const key = `${JSON.stringify(name)}: `
    return `${inner}${key}${laidOut(field, inner, key.length + 1)}`
  })
  return `{\n${fields.join(',\n')}\n${indent}}`
}

/** Long tokens and pictures say nothing to a reader. */
const cut = (text: string): string =>
  text
    .replace(/(eyJ[\w-]{21})[\w-]*(\.[\w-]+)*/g, '$1…')
    .replace(/(data:image\/png;base64,[\w+/=]{16})[\w+/=]*/g, '$1…')

/** JSON below each other where it is long; in one line where the page had it so. Anything else as it was printed. */
export const layOut = (printed: string, kind: string, before: string): string => {
  if (kind !== 'json') {
    const lines = printed.trim().split('\n')
    return cut(lines.map((line) => line.trimEnd()).join('\n'))
  }
  const value: unknown = JSON.parse(printed)
  const wasOneLine = before !== '' && !before.includes('\n')
  return cut(wasOneLine ? inOneLine(value) : laidOut(value, '', 0))
}
