// What commands that listen are told beside the environment.
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'

type Given = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

/** The options of a command; undefined where its help was asked for, or where what was said ended with code 2. */
export const readOptions = (
  args: readonly string[],
  usage: string,
  options: ParseArgsOptionsConfig,
): Given | undefined => {
  const known: ParseArgsOptionsConfig = { ...options, help: { type: 'boolean', short: 'h' } }
  try {
    const values = parseArgs({ args: [...args], options: known }).values as Given
    if (!values.help) return values
    process.stdout.write(usage)
  } catch (error) {
    refuse((error as Error).message, usage)
  }
  return undefined
}

/** Ends the command, which was used in a wrong way. */
export const refuse = (problem: string, usage: string): void => {
  process.stderr.write(`${problem}\n\n${usage}`)
  process.exitCode = 2
}
