// Compiled checks as text. Ajv numbers whatever its code names: here each has a name by what it is, so that the text of one check is the same
// whatever else is compiled.
import { createHash } from 'node:crypto'

/** A check as Ajv has compiled it, with what its code is and what that names. */
export interface CompiledCheck {
  readonly schemaEnv: { readonly baseId: string; readonly root: unknown }
  readonly source: {
    readonly validateName: { readonly str: string }
    readonly validateCode: { toString(): string }
    readonly scopeValues: Readonly<Record<string, ReadonlySet<Named> | undefined>>
    readonly evaluated?: { toString(): string }
  }
}

interface Named {
  readonly str: string
  readonly prefix: string
  readonly value: { readonly ref: unknown; readonly key?: unknown; readonly code?: { toString(): string } }
}

type Format = RegExp | { readonly validate: unknown }

/** The checks of one operation. */
export interface Compiled {
  /** Of all but its body. */
  readonly general: CompiledCheck
  /** By media type; the empty one is of a request without a body. */
  readonly bodies: readonly (readonly [type: string, CompiledCheck])[]
  /** By status and media type. */
  readonly answers: readonly (readonly [status: string, readonly (readonly [type: string, CompiledCheck])[]])[]
}

export const createPrinter = () => {
  /** By their names, what is said once before the checks. */
  const said = new Map<string, string>()
  const operations: string[] = []
  const names = new Map<unknown, string>()

  /** Has `code` be known by a name that is made of it. */
  const share = (kind: string, code: string): string => {
    const name = `${kind}_${createHash('sha256').update(code).digest('hex').slice(0, 10)}`
    said.set(name, code)
    return name
  }

  /** A pattern stands in the text, a function is called by the name of the format. */
  const nameOfFormat = (format: Format, name: string): string => {
    if (format instanceof RegExp) return share('format', String(format))
    if (format.validate instanceof RegExp) return share('format', `{ validate: ${format.validate} }`)
    return `formats[${JSON.stringify(name)}]`
  }

  /** The name of what a check's code calls by `named`; without the parts of schemas, which stand with a path behind them. */
  const nameOf = (named: Named, kind: string): string | undefined => {
    const { ref, key, code } = named.value
    switch (named.prefix) {
      case 'validate':
        return print(ref as CompiledCheck, kind)
      case 'wrapper':
      case 'root':
        return print((ref as { readonly validate: CompiledCheck }).validate, kind)
      case 'pattern':
        return share('pattern', String(code))
      case 'formats':
        return nameOfFormat(ref as Format, String(key))
      case 'func':
        return functionNames[String(code)]
      case 'keyword':
        return (ref as { readonly code?: string }).code && share('keyword', (ref as { readonly code: string }).code)
      default:
        return undefined
    }
  }

  /** Says a check and all that it calls; its name. */
  const print = (check: CompiledCheck, kind: string): string => {
    const known = names.get(check)
    if (known) return known
    const { baseId, root } = check.schemaEnv
    const own =
      root === check.schemaEnv && baseId.startsWith('schema:') ? `${kind}_${baseId.slice('schema:'.length)}` : ''
    // One that calls itself is known before it is said.
    if (own) names.set(check, own)
    const { validateName, validateCode, scopeValues, evaluated } = check.source
    const named = new Map(Object.values(scopeValues).flatMap((set) => [...(set ?? [])].map((one) => [one.str, one])))
    const code = String(validateCode)
      .replace(placesInSchemas, '')
      .replace(tokens, (text, word: string | undefined, path: string | undefined) => {
        if (word === undefined) return text
        if (word === validateName.str) return `validate${path}`
        // The compiler itself, which no keyword asks for.
        if (word === 'self') return 'undefined'
        const one = named.get(word)
        if (!one) return text
        if (one.prefix === 'schema') return share('value', JSON.stringify(partOf(one.value.ref, path ?? '')))
        const name = nameOf(one, kind)
        if (name === undefined) throw new Error(`The code of a check calls ${word}, which has no name.`)
        return one.prefix === 'wrapper' || one.prefix === 'root' ? name + path!.replace(/^\.validate/, '') : name + path
      })
    const text = evaluated ? `Object.assign(${code}, { evaluated: ${evaluated} })` : code
    if (!own) return remember(check, share(kind, text))
    said.set(own, text)
    return own
  }
  const remember = (check: CompiledCheck, name: string): string => {
    names.set(check, name)
    return name
  }

  return {
    add: (id: string, { general, bodies, answers }: Compiled): void => {
      const members = (kind: string, checks: readonly (readonly [string, CompiledCheck])[]) =>
        `{${checks.map(([key, check]) => `${JSON.stringify(key)}: ${print(check, kind)}`).join(', ')}}`
      const answered = answers.map(([status, checks]) => `${status}: ${members('answer', checks)}`)
      operations.push(
        `${JSON.stringify(id)}: {general: ${print(general, 'general')}, bodies: ${members('body', bodies)}, answers: {${answered.join(', ')}}},`,
      )
    },
    text: (): string => {
      const lines = [...said].map(([name, code]) => `const ${name} = ${code};`)
      return [begin, ...lines, 'return {', ...operations, '};', '});', ''].join('\n')
    },
  }
}

/**
 * The names are those of evaluate-checks.ts. A function in brackets is compiled with its file, so that the cache of what was compiled holds it:
 * without them each start would parse all of it, which takes six times as long and 20 MB that the process keeps.
 */
const begin = `'use strict';\nmodule.exports = (({ formats, freeForm, hasOwn, isEqual, lengthOf }) => {`

/** Where a fault's rule stands, which nobody reads. */
const placesInSchemas = /schemaPath:"(?:[^"\\]|\\.)*",/g

/** Texts, which stay as they are, and names with the path of a part behind them. */
const tokens = /"(?:[^"\\]|\\.)*"|(?<![\w$.])([A-Za-z_$][\w$]*)((?:\.[A-Za-z_$][\w$]*|\["(?:[^"\\]|\\.)*"\]|\[\d+\])*)/g

/** What Ajv's code calls of its own, by how that code would get at it. */
const functionNames: Readonly<Record<string, string>> = {
  'require("ajv/dist/runtime/ucs2length").default': 'lengthOf',
  'require("ajv/dist/runtime/equal").default': 'isEqual',
  'Object.prototype.hasOwnProperty': 'hasOwn',
}

/** The part of a schema that stands at a path of code. */
const partOf = (schema: unknown, path: string): unknown => {
  const steps = [...path.matchAll(/\.([\w$]+)|\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]/g)]
  const part = steps.reduce(
    (at, [, word, text, index]) =>
      (at as Record<string, unknown>)[word ?? (text === undefined ? index! : (JSON.parse(`"${text}"`) as string))],
    schema,
  )
  // Of properties the names alone are asked for.
  if (steps.at(-1)?.[1] !== 'properties') return part
  return Object.fromEntries(Object.keys(part as object).map((name) => [name, 0]))
}
