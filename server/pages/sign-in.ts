// Where a person signs in on behalf of an app: a plain form that works without JavaScript.
import { html } from './html.ts'
import { layout } from './layout.ts'
import { seal } from './mark.ts'

export interface SignIn {
  /** Where the form goes. */
  readonly action: string
  /** The app's name for itself: anyone may choose theirs, so the page says where the person goes on to as well. */
  readonly app: string
  readonly destination: string
  readonly token: string
  readonly email?: string | undefined
  /** What was wrong with the last try. */
  readonly problem?: string | undefined
}

export const signInPage = ({ action, app, destination, token, email, problem }: SignIn): string =>
  layout({
    title: `Sign in to ${app}`,
    styles: ['message.css', 'sign-in.css'],
    body: html`
      <section class="card card-neutral" aria-labelledby="title">
        ${seal(problem ? 'broken' : 'waiting')}
        <h1 id="title">Sign in to ${app}</h1>
        <p>You go on to <strong>${destination}</strong>.</p>
        ${problem && html`<p class="problem" id="problem" role="alert">${problem}</p>`}
        <form class="sign-in" method="post" action="${action}">
          <input type="hidden" name="form_token" value="${token}" />
          <label for="email">Email</label>
          <input
            id="email"
            name="email"
            type="email"
            autocomplete="username"
            maxlength="254"
            required
            value="${email ?? ''}"
            ${problem && html`aria-describedby="problem"`}
          />
          <label for="password">Password</label>
          <input
            id="password"
            name="password"
            type="password"
            autocomplete="current-password"
            maxlength="128"
            required
            ${problem && html`aria-describedby="problem"`}
          />
          <button class="button button-strong button-wide">Sign in</button>
        </form>
      </section>
    `,
  })
