// What stands between the operations and an authenticator (WebAuthn level 3).

/** Whether this browser has all that passkeys need. */
export const hasPasskeys = () => Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON)

/** Left by the person, or the authenticator has none that will do: browsers do not say which. */
const left = () => {
  const problem = { title: 'The passkey was not used', detail: 'Try again, or use another way' }
  throw Object.assign(new Error(problem.title), { problem })
}

/** What an authenticator has signed. */
export const sign = async (asked) => {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked)
  return (await navigator.credentials.get({ publicKey }).catch(left)).toJSON()
}

/** A new one, as the browser tells it. */
export const make = async (asked) => {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked)
  return (await navigator.credentials.create({ publicKey }).catch(left)).toJSON()
}
