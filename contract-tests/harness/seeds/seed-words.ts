// The words that a case makes its world with.
import type { ErrorCode } from '../../../generated/errors.ts'
import type { OperationId, Wire } from '../../../generated/operations.ts'
import type { AuthSettings } from '../../../server/model/environment.ts'
import type { LimitName } from '../../../server/model/limits.ts'
import type { QuotaName } from '../../../server/model/quotas.ts'
import type { Answer } from '../contract/contract.ts'
import type { Person } from '../fixtures/people.ts'
import type { Sent } from '../requests/request.ts'
import type { BackendSeeds } from './backend.ts'

/** @internal */
export type Bounded = LimitName | QuotaName

/** How many of a kind there may be, or how often something may be done in its window. @internal */
export type Allowed = Readonly<Partial<Record<Bounded, number>>>

export interface Csrf {
  readonly session: string
  readonly token: string
}

export interface SignedIn {
  readonly profile: Wire['SessionProfile']
  readonly tokens: Wire['SessionTokens']
  readonly accountId: string
}

/** Somebody by their session alone: what else is known of them would be a request more. */
export interface Caller {
  readonly profile: Pick<SignedIn['profile'], 'id'>
  readonly tokens: SignedIn['tokens']
}

type Role = Wire['AccountMembership']['role']

/** A user of the project, signed in by a client that keeps its refresh token itself, or by a browser. */
export interface ProjectSignedIn {
  readonly user: Wire['ProjectUser']
  readonly accessToken: string
  readonly refreshToken: string
  /** Empty for a client that is no browser. */
  readonly csrfToken: string
}

export interface Seeds extends BackendSeeds {
  /** A person with an account of their own, who has proven their address, signed in. */
  user(person?: Person): Promise<SignedIn>
  /** The same, for cases that need no more of them than their session. */
  caller(person?: Person): Promise<Caller>
  /** The same, before anybody has proven the address. */
  newcomer(person?: Person): Promise<SignedIn>
  /** Has somebody who was added to an account choose it. */
  joins(person: Person, accountId: string): Promise<void>
  /** One more session of a person who has signed up. */
  session(person: Person): Promise<SignedIn>
  /** A person with an account of their own, signed in, who is a member of another one too. */
  member(owner: SignedIn, person: Person, role: Role): Promise<SignedIn & { readonly membershipId: string }>
  /** An account of that person, below another one or below none. */
  account(owner: Caller, name: string, parentId?: string): Promise<string>
  /** An access token of the sandbox's machine, for this service or for another audience. */
  machine(audience?: string): Promise<string>
  /** A client of that person's account. */
  client(owner: SignedIn, fields?: Partial<Wire['AccountClientCreate']>): Promise<Wire['AccountClientWithSecret']>
  /** A client that registered itself. */
  registration(fields?: Wire['OAuthRegistrationRequest']): Promise<Wire['OAuthRegistration']>
  /** A key of the sandbox's application that clients may be registered with. */
  registrationKey(): Promise<string>
  /** The sign-in page as one browser has it: its cookie and the hidden field of its form. */
  signInForm(query: Readonly<Record<string, string>>): Promise<Csrf>
  /** An authorization code for a person who signs in at the page. */
  code(person: Person, query?: Readonly<Record<string, string>>): Promise<string>
  /** What an app gets for a code that it asked for so. */
  tokensOfCode(code: string, query: Readonly<Record<string, string>>): Promise<Wire['OAuthTokens']>
  /** The cookie of a browser in which somebody has signed in for an app that asked with OpenID Connect. */
  browserSession(person: Person): Promise<string>
  /** Lets a client in, as a person who is signed in in that browser: presses the button of the page. */
  letIn(query: Readonly<Record<string, string>>, browserSession: string): Promise<void>
  /** A page of ours as one browser has it: the cookie and the hidden fields of its form. */
  page(
    query: Readonly<Record<string, string>>,
    cookies: Readonly<Record<string, string>>,
  ): Promise<{ readonly cookies: Readonly<Record<string, string>>; readonly fields: Readonly<Record<string, string>> }>
  /** What an app gets for such a code: with `openid` in the scope an ID token comes along. */
  openIdTokens(person: Person, query?: Readonly<Record<string, string>>): Promise<Wire['OAuthTokens']>
  /** A browser's pair; beside the refresh token in its cookie, where it has one. */
  csrf(refreshToken?: string): Promise<Csrf>
  /** A person who registered with the project. */
  projectUser(person?: Person, clientType?: 'web' | 'mobile'): Promise<ProjectSignedIn>
  /** One more session of a person who registered with the project. */
  projectSession(person: Person, clientType?: 'web' | 'mobile'): Promise<ProjectSignedIn>
  /** What the sandbox's stand-in for a provider sends a person back with. */
  standInCode(provider: string, person?: StandInPerson): Promise<StandInCode>
  /** A browser that has been at a provider for an app, as it arrives at the callback. */
  backFrom(provider: string, person?: StandInPerson, more?: Readonly<Record<string, string>>): Promise<CameBack>
  /** A browser that was sent to a provider by an answer of ours, when it comes back. */
  atStandIn(provider: string, started: Answer, person?: StandInPerson): Promise<CameBack>
  /** A token of that stand-in, for what it knows of the person. */
  standInToken(provider: string, person?: StandInPerson): Promise<string>
  /** The access token of an administrator of the project. */
  projectAdmin(): Promise<string>
  /** Changes settings of the project. */
  projectConfig(settings: Wire['ProjectConfigUpdate']): Promise<void>
  /** Moves the clock of the sandbox. */
  wait(seconds: number): Promise<void>
  /** Calls an operation until it answers 429. */
  exhaust<K extends OperationId>(id: K, sent: (round: number) => Sent<K>): Promise<void>
  /** Any call, for what has no word of its own here. Undefined on the mock. */
  call<K extends OperationId>(id: K, sent: Sent<K>): Promise<Answer | undefined>
  /** Makes the next call of an operation fail inside the server. Only where `inside` cases run. */
  fail(id: OperationId, how: ErrorCode | Error): void
  /** Switches settings of the environment. Only where `inside` cases run. @internal */
  settings(changed: Partial<AuthSettings>): Promise<void>
  /** Has everybody called too often, or not any more. Only where `inside` cases run. */
  calls(fit: boolean): void
  /** Sets quotas and limits until the end of the case. Only where `inside` cases run. @internal */
  allow(changed: Allowed): Promise<void>
  /** The newest mail of a kind to an address. */
  mail(to: string, kind: Wire['Mail']['kind']): Promise<Wire['Mail']>
}

/** Who to be at a stand-in, as its form has it. */
export type StandInPerson = Wire['StandInForm']

/** A code, and all that its exchange repeats. */
export interface StandInCode {
  readonly code: string
  readonly redirect_uri: string
  readonly client_id: string
  readonly client_secret: string
}

/** What a provider sent along, and the cookie that the browser had from us. */
export interface CameBack {
  readonly answer: Readonly<Record<string, string>>
  readonly cookies: Readonly<Record<string, string>>
}
