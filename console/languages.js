// The languages that our mails and pages speak.
export const languages = document.getElementById('admin').dataset.languages.split(' ')

/** In the language of the browser. */
export const nameOfLanguage = (tag) => new Intl.DisplayNames(undefined, { type: 'language' }).of(tag)
