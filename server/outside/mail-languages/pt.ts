// What mails say, in Portuguese. The English ones are in `mail-words.ts`.
import type { Letter, Wording } from '../mail-words.ts'

const ignore = 'Se não foi você, ignore este e-mail.'
const byLink = `${ignore} Nada acontece sem o link.`
const byCode = `${ignore} Nada acontece sem o código.`

const takenBack = {
  action: 'Não fui eu',
  closing: [
    'Se foi você, não é preciso fazer nada.',
    'Se não foi, use o botão dentro de 7 dias: todas as sessões são encerradas, o que mudou desde então é desfeito e você escolhe uma nova senha.',
  ],
} as const

const hasAccount = (appName: string): Letter => ({
  title: `Você já tem uma conta em ${appName}`,
  opening: [
    `Alguém, provavelmente você, tentou se cadastrar em ${appName} com este endereço. Ele já tem uma conta, por isso nada foi alterado.`,
    'Entre como de costume. Se esqueceu a senha, peça uma nova na página de entrada.',
  ],
  action: 'Entrar',
  closing: ['Se não foi você, ignore este e-mail. Sua conta está segura.'],
})

const isContested = (appName: string): Letter => ({
  title: `Confirme seu endereço para ${appName}`,
  opening: [
    `Alguém, provavelmente você, se cadastrou mais uma vez em ${appName} com este endereço. Ninguém confirmou ainda de quem ele é.`,
    'Para confirmar, use o código ou o link que você recebeu, ou peça um novo na página de entrada. Se depois disso sua senha não funcionar, peça uma nova lá.',
  ],
  action: 'Entrar',
  closing: ['Se não foi você, ignore este e-mail. Ninguém entra antes de o endereço ser confirmado.'],
})

export const portuguese: Wording = {
  devices: {
    device_unknown: 'Dispositivo desconhecido',
    device_program: 'Um programa',
    device_android_app: 'Um aplicativo Android',
    device_apple_app: 'Um aplicativo Apple',
    device_headless: 'Chrome sem janela',
    device_on: (program, system) => `${program} no ${system}`,
  },
  openAddress: 'Ou abra este endereço:',
  sentTo: (appName, to) => `${appName}, para ${to}`,
  words: {
    welcome: ({ appName }) => ({
      title: `Boas-vindas a ${appName}`,
      opening: [`Sua conta em ${appName} está pronta.`],
      action: 'Entrar',
      closing: ['Se não foi você que criou esta conta, redefina a senha dela: ela foi criada com o seu endereço.'],
    }),
    account_exists: ({ appName, isProven }) => (isProven ? hasAccount(appName) : isContested(appName)),
    verify_email_link: ({ appName, within }) => ({
      title: `Confirme seu endereço para ${appName}`,
      opening: [`Você informou este endereço a ${appName}. Confirme que ele é seu.`],
      action: 'Confirmar endereço',
      closing: [`O link funciona uma única vez, durante ${within}.`, byLink],
    }),
    verify_email_code: ({ appName, within }) => ({
      title: `Confirme seu endereço para ${appName}`,
      opening: [`Você informou este endereço a ${appName}. Digite este código lá para confirmar que ele é seu.`],
      closing: [`O código funciona uma única vez, durante ${within}. Não o dê a ninguém.`, byCode],
    }),
    magic_link: ({ appName, within }) => ({
      title: `Entre em ${appName}`,
      opening: [`Você pediu um link para entrar em ${appName}.`],
      action: 'Entrar',
      closing: [`O link funciona uma única vez, durante ${within}. Não o encaminhe a ninguém.`, byLink],
    }),
    sign_in_code: ({ appName, within }) => ({
      title: `Entre em ${appName}`,
      opening: [`Você pediu um código para entrar em ${appName}. Digite-o lá.`],
      closing: [`O código funciona uma única vez, durante ${within}. Não o dê a ninguém.`, byCode],
    }),
    reset_password_link: ({ appName, within }) => ({
      title: `Escolha uma nova senha de ${appName}`,
      opening: [`Você pediu uma nova senha para sua conta em ${appName}.`],
      action: 'Escolher uma nova senha',
      closing: [`O link funciona uma única vez, durante ${within}. Não o encaminhe a ninguém.`, byLink],
    }),
    reset_password_code: ({ appName, within }) => ({
      title: `Escolha uma nova senha de ${appName}`,
      opening: [`Você pediu uma nova senha para sua conta em ${appName}. Digite este código lá.`],
      closing: [`O código funciona uma única vez, durante ${within}. Não o dê a ninguém.`, byCode],
    }),
    change_address_link: ({ appName, from, within }) => ({
      title: `Confirme seu novo endereço para ${appName}`,
      opening: [
        `Alguém que entra em ${appName} como ${from} pede para usar este endereço em vez daquele.`,
        'Se é você, confirme. A partir daí você entra com este endereço.',
      ],
      action: 'Usar este endereço',
      closing: [
        `O link funciona uma única vez, durante ${within}, e só enquanto você continuar conectado onde o pediu.`,
        'Se não foi você, ignore este e-mail: ao confirmar, você daria seu endereço a outra pessoa.',
      ],
    }),
    address_changed: ({ appName }) => ({
      title: `Sua conta em ${appName} tem outro endereço`,
      opening: [`Sua conta em ${appName} passou para outro endereço. Você não entra mais com este.`],
      ...takenBack,
    }),
    password_changed: ({ appName, isFirst }) => ({
      title: isFirst ? `Sua conta em ${appName} agora tem uma senha` : `Sua senha de ${appName} foi alterada`,
      opening: [
        isFirst
          ? `Uma senha foi definida para sua conta em ${appName}. Todos os outros dispositivos foram desconectados.`
          : `A senha da sua conta em ${appName} foi alterada. Todos os outros dispositivos foram desconectados.`,
      ],
      ...takenBack,
    }),
    session_stolen: ({ appName }) => ({
      title: `Encerramos uma sessão de ${appName}`,
      opening: [
        `Uma sessão da sua conta em ${appName} foi usada em dois lugares ao mesmo tempo. Alguém pode tê-la copiado, por isso a encerramos. Entre de novo para continuar.`,
      ],
      ...takenBack,
      closing: [
        'Se você sabe por que isso aconteceu, não é preciso fazer nada.',
        'Se não sabe, use o botão dentro de 7 dias: todas as sessões são encerradas e você escolhe uma nova senha.',
      ],
    }),
    second_factor_on: ({ appName }) => ({
      title: `A entrada em duas etapas está ativada em ${appName}`,
      opening: [
        `Depois da senha, sua conta em ${appName} agora pede um código do seu aplicativo de autenticação. Todos os outros dispositivos foram desconectados.`,
        'Guarde seus códigos de reserva onde você os encontre sem esse dispositivo.',
      ],
      ...takenBack,
    }),
    second_factor_off: ({ appName }) => ({
      title: `A entrada em duas etapas está desativada em ${appName}`,
      opening: [`Sua conta em ${appName} não pede mais um código depois da senha.`],
      ...takenBack,
    }),
    passkey_added: ({ appName }) => ({
      title: `Uma chave de acesso foi adicionada à sua conta em ${appName}`,
      opening: [`A partir de agora uma nova chave de acesso permite entrar na sua conta em ${appName}, sem senha.`],
      ...takenBack,
    }),
    passkey_removed: ({ appName }) => ({
      title: `Uma chave de acesso foi removida da sua conta em ${appName}`,
      opening: [`Uma chave de acesso não permite mais entrar na sua conta em ${appName}.`],
      ...takenBack,
    }),
    provider_linked: ({ appName, provider }) => ({
      title: `${provider} agora está vinculado à sua conta em ${appName}`,
      opening: [`A partir de agora uma conta de ${provider} permite entrar na sua conta em ${appName}, sem senha.`],
      ...takenBack,
    }),
    provider_unlinked: ({ appName, provider }) => ({
      title: `${provider} não está mais vinculado à sua conta em ${appName}`,
      opening: [`Uma conta de ${provider} foi desvinculada da sua conta em ${appName}.`],
      ...takenBack,
    }),
    new_device: ({ appName, name }) => ({
      title: `Um novo dispositivo entrou na sua conta em ${appName}`,
      opening: [`${name}: dali ninguém tinha entrado antes na sua conta em ${appName}.`],
      ...takenBack,
    }),
    client_added: ({ appName, name }) => ({
      title: `Um cliente foi adicionado à sua conta em ${appName}`,
      opening: [`O cliente ${name} foi registrado em seu nome. Ele pode agir pela conta em que foi criado.`],
      ...takenBack,
    }),
    client_secret_renewed: ({ appName, name }) => ({
      title: `Um cliente da sua conta em ${appName} tem um novo segredo`,
      opening: [`O segredo do cliente ${name} foi renovado em seu nome. O anterior não funciona mais.`],
      ...takenBack,
    }),
    key_added: ({ appName, name }) => ({
      title: `Uma chave foi adicionada à sua conta em ${appName}`,
      opening: [`A chave de API ${name} foi criada em seu nome. Quem a tiver pode agir com ela.`],
      ...takenBack,
    }),
    account_deleted: ({ appName }) => ({
      title: `Sua conta em ${appName} foi excluída`,
      opening: [`Sua conta em ${appName} foi excluída, com tudo o que havia nela. Ninguém pode recuperá-la.`],
      closing: [
        'Se não foi você, alguém tinha acesso a ela: verifique sua caixa de correio e suas senhas em outros lugares.',
      ],
    }),
    wrong_passwords: ({ appName }) => ({
      title: `Senhas erradas para sua conta em ${appName}`,
      opening: [
        `Alguém tentou várias vezes entrar na sua conta em ${appName} com senhas erradas. Ninguém entrou com elas.`,
      ],
      action: 'Redefinir a senha',
      closing: [
        'Se foi você, peça uma nova senha na página de entrada.',
        'Se não foi, certifique-se de não usar sua senha em nenhum outro lugar.',
      ],
    }),
    wrong_codes: ({ appName }) => ({
      title: `Códigos errados para sua conta em ${appName}`,
      opening: [
        `Alguém digitou várias vezes códigos errados da sua conta em ${appName}. Ninguém entrou com eles.`,
        'Os certos estão em e-mails enviados só a você. Não dê nenhum deles a ninguém, seja quem for que peça.',
      ],
      closing: ['Se foi você, peça um novo código.', 'Se não foi, não é preciso fazer nada.'],
    }),
    wrong_second_factors: ({ appName }) => ({
      title: `Alguém pode saber sua senha de ${appName}`,
      opening: [
        `Alguém digitou a senha da sua conta em ${appName} e depois, várias vezes, códigos errados da segunda etapa. Ninguém entrou com eles.`,
      ],
      action: 'Redefinir a senha',
      closing: ['Se foi você, use um dos seus códigos de reserva.', 'Se não foi, redefina sua senha agora.'],
    }),
    invitation: ({ appName, inviter, account, within }) => ({
      title: `Convite para ${account || appName}`,
      opening: [
        account
          ? `${inviter || 'Alguém'} convida você a participar de ${account} em ${appName}.`
          : `${inviter || 'Alguém'} convida você para ${appName}.`,
      ],
      action: 'Aceitar o convite',
      closing: [
        `O link funciona uma única vez, durante ${within}. É só para você.`,
        'Se você não esperava por isso, ignore este e-mail. Ninguém fica sabendo se você o abriu.',
      ],
    }),
    member_added: ({ appName, account }) => ({
      title: account ? `Você agora participa de ${account}` : `Você agora participa de uma conta em ${appName}`,
      opening: [
        account
          ? `Alguém incluiu você como membro de ${account} em ${appName}.`
          : `Alguém incluiu você como membro de uma conta em ${appName}.`,
        'Nada acontece lá em seu nome enquanto você não mudar para ela.',
      ],
      action: 'Entrar',
      closing: ['Se não quiser ser membro, entre e saia dela.'],
    }),
  },
}
