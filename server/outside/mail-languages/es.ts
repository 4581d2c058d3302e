// What mails say, in Spanish. The English ones are in `mail-words.ts`.
import type { Letter, Wording } from '../mail-words.ts'

const ignore = 'Si no fue usted, ignore este correo.'
const byLink = `${ignore} Sin el enlace no ocurre nada.`
const byCode = `${ignore} Sin el código no ocurre nada.`

const takenBack = {
  action: 'No fui yo',
  closing: [
    'Si fue usted, no tiene que hacer nada.',
    'Si no, pulse el botón antes de 7 días: se cierran todas las sesiones, se deshace lo que haya cambiado desde entonces y usted elige una contraseña nueva.',
  ],
} as const

const hasAccount = (appName: string): Letter => ({
  title: `Ya tiene una cuenta de ${appName}`,
  opening: [
    `Alguien, probablemente usted, intentó registrarse en ${appName} con esta dirección. Ya tiene una cuenta, así que no se cambió nada.`,
    'Inicie sesión como siempre. Si ha olvidado la contraseña, pida una nueva en la página de inicio de sesión.',
  ],
  action: 'Iniciar sesión',
  closing: ['Si no fue usted, ignore este correo. Su cuenta está a salvo.'],
})

const isContested = (appName: string): Letter => ({
  title: `Confirme su dirección para ${appName}`,
  opening: [
    `Alguien, probablemente usted, volvió a registrarse en ${appName} con esta dirección. Nadie ha confirmado todavía de quién es.`,
    'Para confirmarla, use el código o el enlace que recibió, o pida uno nuevo en la página de inicio de sesión. Si después su contraseña no funciona, pida allí una nueva.',
  ],
  action: 'Iniciar sesión',
  closing: ['Si no fue usted, ignore este correo. Nadie entra antes de que se confirme la dirección.'],
})

export const spanish: Wording = {
  devices: {
    device_unknown: 'Dispositivo desconocido',
    device_program: 'Un programa',
    device_android_app: 'Una aplicación de Android',
    device_apple_app: 'Una aplicación de Apple',
    device_headless: 'Chrome sin ventana',
    device_on: (program, system) => `${program} en ${system}`,
  },
  openAddress: 'O abra esta dirección:',
  sentTo: (appName, to) => `${appName}, para ${to}`,
  words: {
    welcome: ({ appName }) => ({
      title: `Le damos la bienvenida a ${appName}`,
      opening: [`Su cuenta de ${appName} está lista.`],
      action: 'Iniciar sesión',
      closing: ['Si no creó usted esta cuenta, restablezca su contraseña: se creó con su dirección.'],
    }),
    account_exists: ({ appName, isProven }) => (isProven ? hasAccount(appName) : isContested(appName)),
    verify_email_link: ({ appName, within }) => ({
      title: `Confirme su dirección para ${appName}`,
      opening: [`Ha dado esta dirección a ${appName}. Confirme que es suya.`],
      action: 'Confirmar la dirección',
      closing: [`El enlace funciona una sola vez, durante ${within}.`, byLink],
    }),
    verify_email_code: ({ appName, within }) => ({
      title: `Confirme su dirección para ${appName}`,
      opening: [`Ha dado esta dirección a ${appName}. Escriba allí este código para confirmar que es suya.`],
      closing: [`El código funciona una sola vez, durante ${within}. No se lo dé a nadie.`, byCode],
    }),
    magic_link: ({ appName, within }) => ({
      title: `Inicie sesión en ${appName}`,
      opening: [`Ha pedido un enlace para iniciar sesión en ${appName}.`],
      action: 'Iniciar sesión',
      closing: [`El enlace funciona una sola vez, durante ${within}. No se lo reenvíe a nadie.`, byLink],
    }),
    sign_in_code: ({ appName, within }) => ({
      title: `Inicie sesión en ${appName}`,
      opening: [`Ha pedido un código para iniciar sesión en ${appName}. Escríbalo allí.`],
      closing: [`El código funciona una sola vez, durante ${within}. No se lo dé a nadie.`, byCode],
    }),
    reset_password_link: ({ appName, within }) => ({
      title: `Elija una contraseña nueva de ${appName}`,
      opening: [`Ha pedido una contraseña nueva para su cuenta de ${appName}.`],
      action: 'Elegir una contraseña nueva',
      closing: [`El enlace funciona una sola vez, durante ${within}. No se lo reenvíe a nadie.`, byLink],
    }),
    reset_password_code: ({ appName, within }) => ({
      title: `Elija una contraseña nueva de ${appName}`,
      opening: [`Ha pedido una contraseña nueva para su cuenta de ${appName}. Escriba allí este código.`],
      closing: [`El código funciona una sola vez, durante ${within}. No se lo dé a nadie.`, byCode],
    }),
    change_address_link: ({ appName, from, within }) => ({
      title: `Confirme su nueva dirección para ${appName}`,
      opening: [
        `Alguien que inicia sesión en ${appName} como ${from} pide usar esta dirección en su lugar.`,
        'Si es usted, confírmelo. A partir de entonces iniciará sesión con esta dirección.',
      ],
      action: 'Usar esta dirección',
      closing: [
        `El enlace funciona una sola vez, durante ${within}, y solo mientras siga con la sesión abierta donde lo pidió.`,
        'Si no fue usted, ignore este correo: al confirmar daría su dirección a otra persona.',
      ],
    }),
    address_changed: ({ appName }) => ({
      title: `Su cuenta de ${appName} tiene otra dirección`,
      opening: [`Su cuenta de ${appName} pasó a otra dirección. Ya no inicia sesión con esta.`],
      ...takenBack,
    }),
    password_changed: ({ appName, isFirst }) => ({
      title: isFirst ? `Su cuenta de ${appName} ya tiene contraseña` : `Se cambió su contraseña de ${appName}`,
      opening: [
        isFirst
          ? `Se estableció una contraseña para su cuenta de ${appName}. Se cerró la sesión en todos los demás dispositivos.`
          : `Se cambió la contraseña de su cuenta de ${appName}. Se cerró la sesión en todos los demás dispositivos.`,
      ],
      ...takenBack,
    }),
    session_stolen: ({ appName }) => ({
      title: `Hemos cerrado una sesión de ${appName}`,
      opening: [
        `Una sesión de su cuenta de ${appName} se usó en dos lugares a la vez. Puede que alguien la haya copiado, así que la hemos cerrado. Vuelva a iniciar sesión para continuar.`,
      ],
      ...takenBack,
      closing: [
        'Si sabe por qué ocurrió, no tiene que hacer nada.',
        'Si no, pulse el botón antes de 7 días: se cierran todas las sesiones y usted elige una contraseña nueva.',
      ],
    }),
    second_factor_on: ({ appName }) => ({
      title: `El inicio de sesión en dos pasos está activado en ${appName}`,
      opening: [
        `Después de la contraseña, su cuenta de ${appName} pide ahora un código de su aplicación de autenticación. Se cerró la sesión en todos los demás dispositivos.`,
        'Guarde sus códigos de respaldo donde los encuentre sin ese dispositivo.',
      ],
      ...takenBack,
    }),
    second_factor_off: ({ appName }) => ({
      title: `El inicio de sesión en dos pasos está desactivado en ${appName}`,
      opening: [`Su cuenta de ${appName} ya no pide un código después de la contraseña.`],
      ...takenBack,
    }),
    passkey_added: ({ appName }) => ({
      title: `Se añadió una llave de acceso a su cuenta de ${appName}`,
      opening: [`Desde ahora una llave de acceso nueva permite entrar en su cuenta de ${appName}, sin contraseña.`],
      ...takenBack,
    }),
    passkey_removed: ({ appName }) => ({
      title: `Se quitó una llave de acceso de su cuenta de ${appName}`,
      opening: [`Una llave de acceso ya no permite entrar en su cuenta de ${appName}.`],
      ...takenBack,
    }),
    provider_linked: ({ appName, provider }) => ({
      title: `${provider} está ahora vinculado a su cuenta de ${appName}`,
      opening: [`Desde ahora una cuenta de ${provider} permite entrar en su cuenta de ${appName}, sin contraseña.`],
      ...takenBack,
    }),
    provider_unlinked: ({ appName, provider }) => ({
      title: `${provider} ya no está vinculado a su cuenta de ${appName}`,
      opening: [`Se desvinculó una cuenta de ${provider} de su cuenta de ${appName}.`],
      ...takenBack,
    }),
    new_device: ({ appName, name }) => ({
      title: `Un dispositivo nuevo entró en su cuenta de ${appName}`,
      opening: [`${name}: desde allí nadie había entrado antes en su cuenta de ${appName}.`],
      ...takenBack,
    }),
    client_added: ({ appName, name }) => ({
      title: `Se añadió un cliente a su cuenta de ${appName}`,
      opening: [`El cliente ${name} se registró en su nombre. Puede actuar por la cuenta en la que se creó.`],
      ...takenBack,
    }),
    client_secret_renewed: ({ appName, name }) => ({
      title: `Un cliente de su cuenta de ${appName} tiene un secreto nuevo`,
      opening: [`El secreto del cliente ${name} se renovó en su nombre. El anterior ya no sirve.`],
      ...takenBack,
    }),
    key_added: ({ appName, name }) => ({
      title: `Se añadió una clave a su cuenta de ${appName}`,
      opening: [`La clave de API ${name} se creó en su nombre. Quien la tenga puede actuar con ella.`],
      ...takenBack,
    }),
    account_deleted: ({ appName }) => ({
      title: `Se eliminó su cuenta de ${appName}`,
      opening: [`Su cuenta de ${appName} se eliminó, con todo lo que contenía. Nadie puede recuperarla.`],
      closing: ['Si no fue usted, alguien tenía acceso a ella: revise su buzón y sus contraseñas en otros sitios.'],
    }),
    wrong_passwords: ({ appName }) => ({
      title: `Contraseñas incorrectas en su cuenta de ${appName}`,
      opening: [
        `Alguien intentó varias veces entrar en su cuenta de ${appName} con contraseñas incorrectas. Nadie entró con ellas.`,
      ],
      action: 'Restablecer la contraseña',
      closing: [
        'Si fue usted, pida una contraseña nueva en la página de inicio de sesión.',
        'Si no, asegúrese de no usar su contraseña en ningún otro sitio.',
      ],
    }),
    wrong_codes: ({ appName }) => ({
      title: `Códigos incorrectos en su cuenta de ${appName}`,
      opening: [
        `Alguien escribió varias veces códigos incorrectos de su cuenta de ${appName}. Nadie entró con ellos.`,
        'Los correctos están en correos enviados solo a usted. No dé ninguno a nadie, se lo pida quien se lo pida.',
      ],
      closing: ['Si fue usted, pida un código nuevo.', 'Si no, no tiene que hacer nada.'],
    }),
    wrong_second_factors: ({ appName }) => ({
      title: `Puede que alguien sepa su contraseña de ${appName}`,
      opening: [
        `Alguien escribió la contraseña de su cuenta de ${appName} y después, varias veces, códigos incorrectos del segundo paso. Nadie entró con ellos.`,
      ],
      action: 'Restablecer la contraseña',
      closing: ['Si fue usted, use uno de sus códigos de respaldo.', 'Si no, restablezca su contraseña ahora.'],
    }),
    invitation: ({ appName, inviter, account, within }) => ({
      title: `Invitación a ${account || appName}`,
      opening: [
        account
          ? `${inviter || 'Alguien'} le invita a unirse a ${account} en ${appName}.`
          : `${inviter || 'Alguien'} le invita a ${appName}.`,
      ],
      action: 'Aceptar la invitación',
      closing: [
        `El enlace funciona una sola vez, durante ${within}. Es solo para usted.`,
        'Si no lo esperaba, ignore este correo. Nadie sabrá si lo abrió.',
      ],
    }),
    member_added: ({ appName, account }) => ({
      title: account ? `Ahora forma parte de ${account}` : `Ahora forma parte de una cuenta de ${appName}`,
      opening: [
        account
          ? `Alguien le hizo miembro de ${account} en ${appName}.`
          : `Alguien le hizo miembro de una cuenta de ${appName}.`,
        'Allí no ocurre nada en su nombre mientras no cambie usted a ella.',
      ],
      action: 'Iniciar sesión',
      closing: ['Si no quiere ser miembro, inicie sesión y salga de ella.'],
    }),
  },
}
