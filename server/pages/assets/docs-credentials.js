// What the reference sends as a credential: kept for this tab, and in the sandbox made by one button.
const kept = 'countersign reference'

const read = () => {
  try {
    return JSON.parse(sessionStorage.getItem(kept)) ?? {}
  } catch {
    return {}
  }
}

export const credentials = read()

export const keep = (scheme, value) => {
  credentials[scheme] = value
  sessionStorage.setItem(kept, JSON.stringify(credentials))
}

const ask = async (path, body) => {
  const answer = await fetch(path, {
    ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}`)
  return answer.json()
}

/** A new person on each surface, and the fixed keys of the sandbox. Gives the schemes that have one now. */
export const fillIn = async () => {
  const known = await ask('/sandbox/credentials')
  const person = async (surface) => {
    const email = `visitor-${crypto.randomUUID().slice(0, 8)}@example.test`
    const made = await ask('/sandbox/users', { surface, email, password: 'a quiet green lantern' })
    return made.tokens.accessToken
  }
  const [account, app, platform, project] = await Promise.all(['account', 'app', 'platform', 'project'].map(person))
  const found = {
    accountBearer: account,
    oauthBearer: account,
    oauthClientBasic: `${known.oauth.client_id}:${known.oauth.client_secret}`,
    appPublishableKey: known.app.publishableKey,
    appBearer: app,
    appSecretKey: known.app.secretKey,
    scimToken: known.app.scimToken,
    platformBearer: platform,
    platformReader: platform,
    platformSessionBearer: platform,
    projectUser: project,
    projectBearer: project,
    projectAdmin: known.project.apiKey,
  }
  for (const [scheme, value] of Object.entries(found)) keep(scheme, value)
  return Object.keys(found)
}

/** The headers that a scheme's credential travels in; a cookie travels by itself. */
export const headersFor = (contract, requirement) =>
  Object.fromEntries(
    Object.keys(requirement ?? {}).flatMap((name) => {
      const { type, scheme, in: place, name: field } = contract.components?.securitySchemes?.[name] ?? {}
      const value = credentials[name]
      if (!value) return []
      if (type === 'http' && scheme === 'basic')
        return [['Authorization', `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(value)))}`]]
      if (type === 'http') return [['Authorization', `Bearer ${value}`]]
      return place === 'header' ? [[field, value]] : []
    }),
  )
