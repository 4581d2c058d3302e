// What mails say, in French. The English ones are in `mail-words.ts`.
import type { Letter, Wording } from '../mail-words.ts'

const ignore = 'Si ce n’était pas vous, ignorez cet e-mail.'
const byLink = `${ignore} Rien ne se passe sans le lien.`
const byCode = `${ignore} Rien ne se passe sans le code.`

const takenBack = {
  action: 'Ce n’était pas moi',
  closing: [
    'Si c’était vous, vous n’avez rien à faire.',
    'Sinon, appuyez sur le bouton dans les 7 jours : tout le monde est déconnecté, ce qui a changé depuis est annulé, et vous choisissez un nouveau mot de passe.',
  ],
} as const

const hasAccount = (appName: string): Letter => ({
  title: `Vous avez déjà un compte ${appName}`,
  opening: [
    `Quelqu’un, sans doute vous, a voulu s’inscrire à ${appName} avec cette adresse. Elle a déjà un compte, et rien n’a été changé.`,
    'Connectez-vous comme d’habitude. Si vous avez oublié votre mot de passe, demandez-en un nouveau sur la page de connexion.',
  ],
  action: 'Se connecter',
  closing: ['Si ce n’était pas vous, ignorez cet e-mail. Votre compte est en sécurité.'],
})

const isContested = (appName: string): Letter => ({
  title: `Confirmez votre adresse pour ${appName}`,
  opening: [
    `Quelqu’un, sans doute vous, s’est inscrit encore une fois à ${appName} avec cette adresse. Personne n’a encore confirmé à qui elle appartient.`,
    'Pour la confirmer, utilisez le code ou le lien que vous avez reçu, ou demandez-en un nouveau sur la page de connexion. Si votre mot de passe ne fonctionne pas ensuite, demandez-y un nouveau.',
  ],
  action: 'Se connecter',
  closing: ['Si ce n’était pas vous, ignorez cet e-mail. Personne n’entre avant que l’adresse soit confirmée.'],
})

export const french: Wording = {
  devices: {
    device_unknown: 'Appareil inconnu',
    device_program: 'Un programme',
    device_android_app: 'Une application Android',
    device_apple_app: 'Une application Apple',
    device_headless: 'Chrome sans fenêtre',
    device_on: (program, system) => `${program} sur ${system}`,
  },
  openAddress: 'Ou ouvrez cette adresse :',
  sentTo: (appName, to) => `${appName}, à ${to}`,
  words: {
    welcome: ({ appName }) => ({
      title: `Bienvenue sur ${appName}`,
      opening: [`Votre compte ${appName} est prêt.`],
      action: 'Se connecter',
      closing: [
        'Si vous n’avez pas créé ce compte, réinitialisez son mot de passe : il a été créé avec votre adresse.',
      ],
    }),
    account_exists: ({ appName, isProven }) => (isProven ? hasAccount(appName) : isContested(appName)),
    verify_email_link: ({ appName, within }) => ({
      title: `Confirmez votre adresse pour ${appName}`,
      opening: [`Vous avez donné cette adresse à ${appName}. Confirmez qu’elle est à vous.`],
      action: 'Confirmer l’adresse',
      closing: [`Le lien fonctionne une seule fois, pendant ${within}.`, byLink],
    }),
    verify_email_code: ({ appName, within }) => ({
      title: `Confirmez votre adresse pour ${appName}`,
      opening: [`Vous avez donné cette adresse à ${appName}. Saisissez-y ce code pour confirmer qu’elle est à vous.`],
      closing: [`Le code fonctionne une seule fois, pendant ${within}. Ne le donnez à personne.`, byCode],
    }),
    magic_link: ({ appName, within }) => ({
      title: `Connexion à ${appName}`,
      opening: [`Vous avez demandé un lien pour vous connecter à ${appName}.`],
      action: 'Se connecter',
      closing: [`Le lien fonctionne une seule fois, pendant ${within}. Ne le transférez à personne.`, byLink],
    }),
    sign_in_code: ({ appName, within }) => ({
      title: `Connexion à ${appName}`,
      opening: [`Vous avez demandé un code pour vous connecter à ${appName}. Saisissez-le là-bas.`],
      closing: [`Le code fonctionne une seule fois, pendant ${within}. Ne le donnez à personne.`, byCode],
    }),
    reset_password_link: ({ appName, within }) => ({
      title: `Choisissez un nouveau mot de passe ${appName}`,
      opening: [`Vous avez demandé un nouveau mot de passe pour votre compte ${appName}.`],
      action: 'Choisir un nouveau mot de passe',
      closing: [`Le lien fonctionne une seule fois, pendant ${within}. Ne le transférez à personne.`, byLink],
    }),
    reset_password_code: ({ appName, within }) => ({
      title: `Choisissez un nouveau mot de passe ${appName}`,
      opening: [`Vous avez demandé un nouveau mot de passe pour votre compte ${appName}. Saisissez-y ce code.`],
      closing: [`Le code fonctionne une seule fois, pendant ${within}. Ne le donnez à personne.`, byCode],
    }),
    change_address_link: ({ appName, from, within }) => ({
      title: `Confirmez votre nouvelle adresse pour ${appName}`,
      opening: [
        `Quelqu’un qui se connecte à ${appName} avec ${from} demande à utiliser cette adresse à la place.`,
        'Si c’est vous, confirmez-le. Vous vous connecterez ensuite avec cette adresse.',
      ],
      action: 'Utiliser cette adresse',
      closing: [
        `Le lien fonctionne une seule fois, pendant ${within}, et seulement tant que vous restez connecté là où vous l’avez demandé.`,
        'Si ce n’était pas vous, ignorez cet e-mail : en confirmant, vous donneriez votre adresse à quelqu’un d’autre.',
      ],
    }),
    address_changed: ({ appName }) => ({
      title: `Votre compte ${appName} a une autre adresse`,
      opening: [`Votre compte ${appName} est passé à une autre adresse. Vous ne vous connectez plus avec celle-ci.`],
      ...takenBack,
    }),
    password_changed: ({ appName, isFirst }) => ({
      title: isFirst
        ? `Votre compte ${appName} a maintenant un mot de passe`
        : `Votre mot de passe ${appName} a été changé`,
      opening: [
        isFirst
          ? `Un mot de passe a été choisi pour votre compte ${appName}. Tous les autres appareils ont été déconnectés.`
          : `Le mot de passe de votre compte ${appName} a été changé. Tous les autres appareils ont été déconnectés.`,
      ],
      ...takenBack,
    }),
    session_stolen: ({ appName }) => ({
      title: `Nous avons mis fin à une session ${appName}`,
      opening: [
        `Une session de votre compte ${appName} a été utilisée à deux endroits à la fois. Quelqu’un l’a peut-être copiée, nous y avons donc mis fin. Reconnectez-vous pour continuer.`,
      ],
      ...takenBack,
      closing: [
        'Si vous savez pourquoi, vous n’avez rien à faire.',
        'Sinon, appuyez sur le bouton dans les 7 jours : tout le monde est déconnecté, et vous choisissez un nouveau mot de passe.',
      ],
    }),
    second_factor_on: ({ appName }) => ({
      title: `La connexion en deux étapes est activée pour ${appName}`,
      opening: [
        `Après le mot de passe, votre compte ${appName} demande désormais un code de votre application d’authentification. Tous les autres appareils ont été déconnectés.`,
        'Gardez vos codes de secours là où vous les trouverez sans cet appareil.',
      ],
      ...takenBack,
    }),
    second_factor_off: ({ appName }) => ({
      title: `La connexion en deux étapes est désactivée pour ${appName}`,
      opening: [`Votre compte ${appName} ne demande plus de code après le mot de passe.`],
      ...takenBack,
    }),
    passkey_added: ({ appName }) => ({
      title: `Une clé d’accès a été ajoutée à votre compte ${appName}`,
      opening: [
        `Une nouvelle clé d’accès permet désormais de se connecter à votre compte ${appName}, sans mot de passe.`,
      ],
      ...takenBack,
    }),
    passkey_removed: ({ appName }) => ({
      title: `Une clé d’accès a été retirée de votre compte ${appName}`,
      opening: [`Une clé d’accès ne permet plus de se connecter à votre compte ${appName}.`],
      ...takenBack,
    }),
    provider_linked: ({ appName, provider }) => ({
      title: `${provider} est maintenant lié à votre compte ${appName}`,
      opening: [`Un compte ${provider} permet désormais de se connecter à votre compte ${appName}, sans mot de passe.`],
      ...takenBack,
    }),
    provider_unlinked: ({ appName, provider }) => ({
      title: `${provider} n’est plus lié à votre compte ${appName}`,
      opening: [`Un compte ${provider} a été détaché de votre compte ${appName}.`],
      ...takenBack,
    }),
    new_device: ({ appName, name }) => ({
      title: `Un nouvel appareil s’est connecté à votre compte ${appName}`,
      opening: [`${name} : personne ne s’était encore connecté à votre compte ${appName} depuis cet appareil.`],
      ...takenBack,
    }),
    client_added: ({ appName, name }) => ({
      title: `Un client a été ajouté à votre compte ${appName}`,
      opening: [
        `Le client ${name} a été enregistré en votre nom. Il peut agir pour le compte dans lequel il a été créé.`,
      ],
      ...takenBack,
    }),
    client_secret_renewed: ({ appName, name }) => ({
      title: `Un client de votre compte ${appName} a un nouveau secret`,
      opening: [`Le secret du client ${name} a été renouvelé en votre nom. L’ancien ne fonctionne plus.`],
      ...takenBack,
    }),
    key_added: ({ appName, name }) => ({
      title: `Une clé a été ajoutée à votre compte ${appName}`,
      opening: [`La clé d’API ${name} a été créée en votre nom. Quiconque la possède peut agir avec elle.`],
      ...takenBack,
    }),
    account_deleted: ({ appName }) => ({
      title: `Votre compte ${appName} a été supprimé`,
      opening: [`Votre compte ${appName} est supprimé, avec tout ce qu’il contenait. Personne ne peut le rétablir.`],
      closing: [
        'Si ce n’était pas vous, quelqu’un y avait accès : vérifiez votre messagerie et vos mots de passe ailleurs.',
      ],
    }),
    wrong_passwords: ({ appName }) => ({
      title: `Mots de passe erronés pour votre compte ${appName}`,
      opening: [
        `Quelqu’un a essayé plusieurs fois de se connecter à votre compte ${appName} avec de mauvais mots de passe. Personne n’est entré ainsi.`,
      ],
      action: 'Réinitialiser le mot de passe',
      closing: [
        'Si c’était vous, demandez un nouveau mot de passe sur la page de connexion.',
        'Sinon, vérifiez que vous n’utilisez ce mot de passe nulle part ailleurs.',
      ],
    }),
    wrong_codes: ({ appName }) => ({
      title: `Codes erronés pour votre compte ${appName}`,
      opening: [
        `Quelqu’un a saisi plusieurs fois de mauvais codes pour votre compte ${appName}. Personne n’est entré ainsi.`,
        'Les bons sont dans des e-mails envoyés à vous seul. N’en donnez aucun, qui que ce soit qui le demande.',
      ],
      closing: ['Si c’était vous, demandez un nouveau code.', 'Sinon, vous n’avez rien à faire.'],
    }),
    wrong_second_factors: ({ appName }) => ({
      title: `Quelqu’un connaît peut-être votre mot de passe ${appName}`,
      opening: [
        `Quelqu’un a saisi le mot de passe de votre compte ${appName}, puis plusieurs fois de mauvais codes de la deuxième étape. Personne n’est entré ainsi.`,
      ],
      action: 'Réinitialiser le mot de passe',
      closing: [
        'Si c’était vous, utilisez un de vos codes de secours.',
        'Sinon, réinitialisez votre mot de passe maintenant.',
      ],
    }),
    invitation: ({ appName, inviter, account, within }) => ({
      title: `Invitation à rejoindre ${account || appName}`,
      opening: [
        account
          ? `${inviter || 'Quelqu’un'} vous invite à rejoindre ${account} sur ${appName}.`
          : `${inviter || 'Quelqu’un'} vous invite à rejoindre ${appName}.`,
      ],
      action: 'Accepter l’invitation',
      closing: [
        `Le lien fonctionne une seule fois, pendant ${within}. Il est pour vous seul.`,
        'Si vous ne vous y attendiez pas, ignorez cet e-mail. Personne ne saura si vous l’avez ouvert.',
      ],
    }),
    member_added: ({ appName, account }) => ({
      title: account ? `Vous avez été ajouté à ${account}` : `Vous avez été ajouté à un compte sur ${appName}`,
      opening: [
        account
          ? `Quelqu’un vous a fait membre de ${account} sur ${appName}.`
          : `Quelqu’un vous a fait membre d’un compte sur ${appName}.`,
        'Rien ne s’y passe en votre nom tant que vous n’y passez pas vous-même.',
      ],
      action: 'Se connecter',
      closing: ['Si vous ne voulez pas en être membre, connectez-vous et quittez-le.'],
    }),
  },
}
