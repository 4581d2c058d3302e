// Ticks off the rules of a new password while it is typed, and lets people see what they type. The server checks again.

// Half a megabyte: asked for when somebody types a password for the first time, and not before.
let loading
const strength = () => (loading ??= import('./password-strength.js'))

const checks = {
  length: (password, { least }) => [...password].length >= Number(least),
  number: (password) => /\p{N}/u.test(password),
  lower: (password) => /\p{Ll}/u.test(password),
  upper: (password) => /\p{Lu}/u.test(password),
  special: (password) => /[^\p{L}\p{N}\s]/u.test(password),
}

for (const input of document.querySelectorAll('[data-rules]')) {
  const list = document.getElementById(input.dataset.rules)
  const show = (rule, met) => {
    rule.classList.toggle('met', met)
    rule.querySelector('[data-met]').hidden = !met
  }
  const estimate = async (rule, password) => {
    const { email, name } = input.form.elements
    const { isHardToGuess } = await strength()
    const given = [...list.dataset.words.split('\n'), location.hostname, email?.value, name?.value]
    const words = given.flatMap((word) => (word ? [word, word.split('@')[0]] : []))
    // Something else may have been typed meanwhile, or the address changed.
    if (password === input.value.normalize('NFC')) show(rule, isHardToGuess(password, words))
  }
  const look = () => {
    const password = input.value.normalize('NFC')
    for (const rule of list.querySelectorAll('[data-rule]')) {
      const check = checks[rule.dataset.rule]
      if (check) show(rule, check(password, rule.dataset))
      else if (password === '') show(rule, false)
      // Without an estimate the rule stays open, and the server says what it thinks.
      else void estimate(rule, password).catch(() => show(rule, false))
    }
  }
  input.addEventListener('input', look)
  look()
}

for (const input of document.querySelectorAll('input[type=password]')) {
  const peek = document.createElement('button')
  peek.type = 'button'
  peek.className = 'peek'
  const show = (shown) => {
    input.type = shown ? 'text' : 'password'
    // In the language of the page.
    const { show, hide, showTyped, hideTyped } = document.body.dataset
    peek.textContent = shown ? hide : show
    peek.setAttribute('aria-label', shown ? hideTyped : showTyped)
  }
  peek.addEventListener('click', () => show(input.type === 'password'))
  // Sent as a password again: browsers remember what stands in fields of text.
  input.form.addEventListener('submit', () => show(false))
  show(false)
  input.after(peek)
}

// Passkeys (WebAuthn level 3): offered in the field of the address, and by a button. What a browser cannot do is not shown.
const offerPasskey = (passkey) => {
  const form = passkey.querySelector('form')
  const problem = passkey.querySelector('[role=alert]')
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(passkey.dataset.passkey))
  let waiting = new AbortController()
  let isAsked = false
  const ask = async (mediation) => {
    waiting.abort()
    waiting = new AbortController()
    const { signal } = waiting
    isAsked = mediation !== 'conditional'
    try {
      const credential = await navigator.credentials.get({ publicKey, mediation, signal })
      form.elements.credential.value = JSON.stringify(credential.toJSON())
      form.submit()
    } catch {
      // Left for another try, or by the person, who then tries another way.
      if (!signal.aborted && isAsked) problem.hidden = false
      isAsked = false
    }
  }
  passkey.hidden = false
  form.querySelector('button').addEventListener('click', () => {
    problem.hidden = true
    void ask('optional')
  })
  void PublicKeyCredential.isConditionalMediationAvailable?.().then((can) => can && ask('conditional'))

  // The server forgets what it asked: a page that stays open asks anew, and nothing that was typed is lost.
  const renew = async () => {
    // One in the background would take the cookie of the page that somebody is at.
    if (isAsked || document.hidden) return
    const response = await fetch(location.href).catch(() => undefined)
    const page = new DOMParser().parseFromString((await response?.text()) ?? '', 'text/html')
    const next = page.querySelector('[data-passkey]')
    if (!next || isAsked) return
    clearInterval(renewing)
    waiting.abort()
    // The answer's cookie took the place of the one that the page's other forms belong to.
    const { value } = next.querySelector('[name=form_token]')
    for (const field of document.querySelectorAll('[name=form_token]')) field.value = value
    passkey.replaceWith(next)
    offerPasskey(next)
  }
  // A request need not say how long it is good for (WebAuthn level 3 section 5.5): without a time this would ask without a pause.
  const renewing = setInterval(() => void renew(), (publicKey.timeout ?? 300_000) * 0.8)
}

// One more proof of somebody who is known: asked for by its button alone, and sent with the form that it stands in.
const offerPasskeyStep = (place) => {
  const button = place.querySelector('button')
  const problem = place.querySelector('[role=alert]')
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(place.dataset.passkeyStep))
  place.hidden = false
  button.addEventListener('click', () => {
    problem.hidden = true
    navigator.credentials.get({ publicKey }).then(
      (credential) => {
        button.form.elements.credential.value = JSON.stringify(credential.toJSON())
        // Whatever else the form asks for may stay empty.
        button.form.submit()
      },
      () => (problem.hidden = false),
    )
  })
}

// A new one, for who is known. The server checks what the authenticator has made.
const offerNewPasskey = (place) => {
  const form = place.querySelector('form')
  const problem = place.querySelector('[role=alert]')
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(place.dataset.newPasskey))
  place.hidden = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    problem.hidden = true
    navigator.credentials.create({ publicKey }).then(
      (credential) => {
        form.elements.credential.value = JSON.stringify(credential.toJSON())
        form.submit()
      },
      () => (problem.hidden = false),
    )
  })
}

const newPasskey = document.querySelector('[data-new-passkey]')
if (newPasskey && window.PublicKeyCredential?.parseCreationOptionsFromJSON) offerNewPasskey(newPasskey)

const passkeyStep = document.querySelector('[data-passkey-step]')
if (passkeyStep && window.PublicKeyCredential?.parseRequestOptionsFromJSON) offerPasskeyStep(passkeyStep)

const passkey = document.querySelector('[data-passkey]')
if (passkey && window.PublicKeyCredential?.parseRequestOptionsFromJSON) offerPasskey(passkey)
