// What both halves of the page build with, and the data they show.
import type { Report } from './report.ts'

export type Child = Node | string | false | undefined

/** An element with attributes and children; what comes from answers is only ever text. */
export const el = (name: string, attributes: Record<string, string> = {}, ...children: Child[]): HTMLElement => {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children.filter((child): child is Node | string => child !== false && child !== undefined))
  return element
}

const readData = async (): Promise<Report> => {
  const text = document.getElementById('data')!.textContent.trim()
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return (await new Response(stream).json()) as Report
}

export const number = (value: number) => value.toLocaleString('en')
export const plural = (count: number, one: string, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`

/** Names of targets, for people. */
export const targetTitles = { mock: 'mock', real: 'server', remote: 'target' } as const

export const report = await readData()
export const { totals } = report
const isPlain = (requirement: string) => requirement === 'none'
export const requirementTitle = (requirement: string) => (isPlain(requirement) ? 'open' : requirement)
