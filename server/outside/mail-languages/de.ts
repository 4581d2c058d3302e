// What mails say, in German. The English ones are in `mail-words.ts`.
import type { Letter, Wording } from '../mail-words.ts'

const ignore = 'Wenn Sie das nicht waren, beachten Sie diese E-Mail nicht.'
const byLink = `${ignore} Ohne den Link geschieht nichts.`
const byCode = `${ignore} Ohne den Code geschieht nichts.`

const takenBack = {
  action: 'Das war ich nicht',
  closing: [
    'Wenn Sie das waren, müssen Sie nichts tun.',
    'Wenn nicht, klicken Sie innerhalb von 7 Tagen auf die Schaltfläche: Alle werden abgemeldet, alles seither Geänderte wird zurückgenommen, und Sie wählen ein neues Passwort.',
  ],
} as const

const hasAccount = (appName: string): Letter => ({
  title: `Sie haben bereits ein Konto bei ${appName}`,
  opening: [
    `Jemand, vermutlich Sie, wollte sich mit dieser Adresse bei ${appName} registrieren. Zu ihr gibt es bereits ein Konto, deshalb wurde nichts geändert.`,
    'Melden Sie sich wie gewohnt an. Wenn Sie Ihr Passwort vergessen haben, fordern Sie auf der Anmeldeseite ein neues an.',
  ],
  action: 'Anmelden',
  closing: ['Wenn Sie das nicht waren, beachten Sie diese E-Mail nicht. Ihr Konto ist sicher.'],
})

const isContested = (appName: string): Letter => ({
  title: `Bestätigen Sie Ihre Adresse für ${appName}`,
  opening: [
    `Jemand, vermutlich Sie, hat sich noch einmal mit dieser Adresse bei ${appName} registriert. Bisher hat niemand bestätigt, wem sie gehört.`,
    'Verwenden Sie dazu den Code oder Link aus der vorigen E-Mail, oder fordern Sie auf der Anmeldeseite einen neuen an. Wenn Ihr Passwort danach nicht funktioniert, fordern Sie dort ein neues an.',
  ],
  action: 'Anmelden',
  closing: [
    'Wenn Sie das nicht waren, beachten Sie diese E-Mail nicht. Niemand kommt hinein, bevor die Adresse bestätigt ist.',
  ],
})

export const german: Wording = {
  devices: {
    device_unknown: 'Unbekanntes Gerät',
    device_program: 'Ein Programm',
    device_android_app: 'Eine Android-App',
    device_apple_app: 'Eine Apple-App',
    device_headless: 'Chrome ohne Fenster',
    device_on: (program, system) => `${program} auf ${system}`,
  },
  openAddress: 'Oder öffnen Sie diese Adresse:',
  sentTo: (appName, to) => `${appName}, an ${to}`,
  words: {
    welcome: ({ appName }) => ({
      title: `Willkommen bei ${appName}`,
      opening: [`Ihr Konto bei ${appName} ist bereit.`],
      action: 'Anmelden',
      closing: [
        'Wenn Sie dieses Konto nicht angelegt haben, setzen Sie sein Passwort zurück: Es wurde mit Ihrer Adresse angelegt.',
      ],
    }),
    account_exists: ({ appName, isProven }) => (isProven ? hasAccount(appName) : isContested(appName)),
    verify_email_link: ({ appName, within }) => ({
      title: `Bestätigen Sie Ihre Adresse für ${appName}`,
      opening: [`Sie haben bei ${appName} diese Adresse angegeben. Bestätigen Sie, dass sie Ihnen gehört.`],
      action: 'Adresse bestätigen',
      closing: [`Der Link gilt ${within} lang und nur einmal.`, byLink],
    }),
    verify_email_code: ({ appName, within }) => ({
      title: `Bestätigen Sie Ihre Adresse für ${appName}`,
      opening: [
        `Sie haben bei ${appName} diese Adresse angegeben. Geben Sie dort diesen Code ein, um zu bestätigen, dass sie Ihnen gehört.`,
      ],
      closing: [`Der Code gilt ${within} lang und nur einmal. Geben Sie ihn niemandem.`, byCode],
    }),
    magic_link: ({ appName, within }) => ({
      title: `Bei ${appName} anmelden`,
      opening: [`Sie haben einen Link angefordert, um sich bei ${appName} anzumelden.`],
      action: 'Anmelden',
      closing: [`Der Link gilt ${within} lang und nur einmal. Leiten Sie ihn nicht weiter.`, byLink],
    }),
    sign_in_code: ({ appName, within }) => ({
      title: `Bei ${appName} anmelden`,
      opening: [`Sie haben einen Code angefordert, um sich bei ${appName} anzumelden. Geben Sie ihn dort ein.`],
      closing: [`Der Code gilt ${within} lang und nur einmal. Geben Sie ihn niemandem.`, byCode],
    }),
    reset_password_link: ({ appName, within }) => ({
      title: `Wählen Sie ein neues Passwort für ${appName}`,
      opening: [`Sie haben ein neues Passwort für Ihr Konto bei ${appName} angefordert.`],
      action: 'Neues Passwort wählen',
      closing: [`Der Link gilt ${within} lang und nur einmal. Leiten Sie ihn nicht weiter.`, byLink],
    }),
    reset_password_code: ({ appName, within }) => ({
      title: `Wählen Sie ein neues Passwort für ${appName}`,
      opening: [
        `Sie haben ein neues Passwort für Ihr Konto bei ${appName} angefordert. Geben Sie dort diesen Code ein.`,
      ],
      closing: [`Der Code gilt ${within} lang und nur einmal. Geben Sie ihn niemandem.`, byCode],
    }),
    change_address_link: ({ appName, from, within }) => ({
      title: `Bestätigen Sie Ihre neue Adresse für ${appName}`,
      opening: [
        `Jemand, der sich bei ${appName} als ${from} anmeldet, möchte stattdessen diese Adresse verwenden.`,
        'Wenn Sie das sind, bestätigen Sie es. Von da an melden Sie sich mit dieser Adresse an.',
      ],
      action: 'Diese Adresse verwenden',
      closing: [
        `Der Link gilt ${within} lang, nur einmal und nur, solange Sie dort angemeldet bleiben, wo Sie ihn angefordert haben.`,
        'Wenn Sie das nicht waren, beachten Sie diese E-Mail nicht: Mit der Bestätigung gäben Sie Ihre Adresse jemand anderem.',
      ],
    }),
    address_changed: ({ appName }) => ({
      title: `Ihr Konto bei ${appName} hat eine andere Adresse`,
      opening: [
        `Ihr Konto bei ${appName} hat jetzt eine andere Adresse. Mit dieser hier melden Sie sich nicht mehr an.`,
      ],
      ...takenBack,
    }),
    password_changed: ({ appName, isFirst }) => ({
      title: isFirst ? `Ihr Konto bei ${appName} hat jetzt ein Passwort` : `Ihr Passwort für ${appName} wurde geändert`,
      opening: [
        isFirst
          ? `Für Ihr Konto bei ${appName} wurde ein Passwort festgelegt. Alle anderen Geräte wurden abgemeldet.`
          : `Das Passwort Ihres Kontos bei ${appName} wurde geändert. Alle anderen Geräte wurden abgemeldet.`,
      ],
      ...takenBack,
    }),
    session_stolen: ({ appName }) => ({
      title: `Wir haben eine Sitzung bei ${appName} beendet`,
      opening: [
        `Eine Sitzung Ihres Kontos bei ${appName} wurde an zwei Orten zugleich benutzt. Vielleicht hat jemand sie kopiert, deshalb haben wir sie beendet. Melden Sie sich neu an, um weiterzumachen.`,
      ],
      ...takenBack,
      closing: [
        'Wenn Sie wissen, wie es dazu kam, müssen Sie nichts tun.',
        'Wenn nicht, klicken Sie innerhalb von 7 Tagen auf die Schaltfläche: Alle werden abgemeldet, und Sie wählen ein neues Passwort.',
      ],
    }),
    second_factor_on: ({ appName }) => ({
      title: `Die Anmeldung in zwei Schritten ist für ${appName} eingeschaltet`,
      opening: [
        `Ihr Konto bei ${appName} fragt nach dem Passwort nun auch nach einem Code Ihrer Authentifizierungs-App. Alle anderen Geräte wurden abgemeldet.`,
        'Bewahren Sie Ihre Ersatzcodes so auf, dass Sie sie auch ohne dieses Gerät finden.',
      ],
      ...takenBack,
    }),
    second_factor_off: ({ appName }) => ({
      title: `Die Anmeldung in zwei Schritten ist für ${appName} ausgeschaltet`,
      opening: [`Ihr Konto bei ${appName} fragt nach dem Passwort nicht mehr nach einem Code.`],
      ...takenBack,
    }),
    passkey_added: ({ appName }) => ({
      title: `Ihrem Konto bei ${appName} wurde ein Passkey hinzugefügt`,
      opening: [
        `Ab jetzt kann man sich mit einem neuen Passkey bei Ihrem Konto bei ${appName} anmelden, ohne Passwort.`,
      ],
      ...takenBack,
    }),
    passkey_removed: ({ appName }) => ({
      title: `Ein Passkey wurde aus Ihrem Konto bei ${appName} entfernt`,
      opening: [`Mit einem Passkey kann man sich nicht mehr bei Ihrem Konto bei ${appName} anmelden.`],
      ...takenBack,
    }),
    provider_linked: ({ appName, provider }) => ({
      title: `${provider} ist jetzt mit Ihrem Konto bei ${appName} verknüpft`,
      opening: [
        `Ab jetzt kann man sich mit einem Konto von ${provider} bei Ihrem Konto bei ${appName} anmelden, ohne Passwort.`,
      ],
      ...takenBack,
    }),
    provider_unlinked: ({ appName, provider }) => ({
      title: `${provider} ist nicht mehr mit Ihrem Konto bei ${appName} verknüpft`,
      opening: [`Ein Konto von ${provider} wurde von Ihrem Konto bei ${appName} gelöst.`],
      ...takenBack,
    }),
    new_device: ({ appName, name }) => ({
      title: `Ein neues Gerät hat sich bei Ihrem Konto bei ${appName} angemeldet`,
      opening: [`${name}: Von dort hatte sich noch niemand bei Ihrem Konto bei ${appName} angemeldet.`],
      ...takenBack,
    }),
    client_added: ({ appName, name }) => ({
      title: `Ihrem Konto bei ${appName} wurde ein Client hinzugefügt`,
      opening: [
        `Der Client ${name} wurde in Ihrem Namen registriert. Er kann für das Konto handeln, in dem er angelegt wurde.`,
      ],
      ...takenBack,
    }),
    client_secret_renewed: ({ appName, name }) => ({
      title: `Ein Client Ihres Kontos bei ${appName} hat ein neues Geheimnis`,
      opening: [`Das Geheimnis des Clients ${name} wurde in Ihrem Namen erneuert. Das vorige gilt nicht mehr.`],
      ...takenBack,
    }),
    key_added: ({ appName, name }) => ({
      title: `Ihrem Konto bei ${appName} wurde ein Schlüssel hinzugefügt`,
      opening: [`Der API-Schlüssel ${name} wurde in Ihrem Namen angelegt. Wer ihn hat, kann mit ihm handeln.`],
      ...takenBack,
    }),
    account_deleted: ({ appName }) => ({
      title: `Ihr Konto bei ${appName} wurde gelöscht`,
      opening: [`Ihr Konto bei ${appName} ist gelöscht, mit allem, was darin war. Niemand kann es wiederherstellen.`],
      closing: [
        'Wenn Sie das nicht waren, hatte jemand Zugang dazu: Prüfen Sie Ihr Postfach und Ihre Passwörter anderswo.',
      ],
    }),
    wrong_passwords: ({ appName }) => ({
      title: `Falsche Passwörter für Ihr Konto bei ${appName}`,
      opening: [
        `Jemand hat mehrmals versucht, sich mit falschen Passwörtern bei Ihrem Konto bei ${appName} anzumelden. Damit kam niemand hinein.`,
      ],
      action: 'Passwort zurücksetzen',
      closing: [
        'Wenn Sie das waren, fordern Sie auf der Anmeldeseite ein neues Passwort an.',
        'Wenn nicht, achten Sie darauf, dass Sie Ihr Passwort nirgendwo sonst verwenden.',
      ],
    }),
    wrong_codes: ({ appName }) => ({
      title: `Falsche Codes für Ihr Konto bei ${appName}`,
      opening: [
        `Jemand hat mehrmals falsche Codes für Ihr Konto bei ${appName} eingegeben. Damit kam niemand hinein.`,
        'Die richtigen stehen in E-Mails, die nur Sie bekommen. Geben Sie keinen davon weiter, wer auch immer danach fragt.',
      ],
      closing: ['Wenn Sie das waren, fordern Sie einen neuen Code an.', 'Wenn nicht, müssen Sie nichts tun.'],
    }),
    wrong_second_factors: ({ appName }) => ({
      title: `Jemand kennt vielleicht Ihr Passwort für ${appName}`,
      opening: [
        `Jemand hat das Passwort Ihres Kontos bei ${appName} eingegeben und danach mehrmals falsche Codes des zweiten Schritts. Damit kam niemand hinein.`,
      ],
      action: 'Passwort zurücksetzen',
      closing: [
        'Wenn Sie das waren, verwenden Sie einen Ihrer Ersatzcodes.',
        'Wenn nicht, setzen Sie jetzt Ihr Passwort zurück.',
      ],
    }),
    invitation: ({ appName, inviter, account, within }) => ({
      title: `Sie sind zu ${account || appName} eingeladen`,
      opening: [
        account
          ? `${inviter || 'Jemand'} lädt Sie ein, ${account} bei ${appName} beizutreten.`
          : `${inviter || 'Jemand'} lädt Sie zu ${appName} ein.`,
      ],
      action: 'Einladung annehmen',
      closing: [
        `Der Link gilt ${within} lang und nur einmal. Er ist nur für Sie.`,
        'Wenn Sie das nicht erwarten, beachten Sie diese E-Mail nicht. Niemand erfährt, ob Sie sie geöffnet haben.',
      ],
    }),
    member_added: ({ appName, account }) => ({
      title: account ? `Sie wurden zu ${account} hinzugefügt` : `Sie wurden zu einem Konto bei ${appName} hinzugefügt`,
      opening: [
        account
          ? `Jemand hat Sie zum Mitglied von ${account} bei ${appName} gemacht.`
          : `Jemand hat Sie zum Mitglied eines Kontos bei ${appName} gemacht.`,
        'Dort geschieht nichts in Ihrem Namen, solange Sie nicht dorthin wechseln.',
      ],
      action: 'Anmelden',
      closing: ['Wenn Sie kein Mitglied sein möchten, melden Sie sich an und treten Sie aus.'],
    }),
  },
}
