// What mails say, in Japanese. The English ones are in `mail-words.ts`.
import type { Letter, Wording } from '../mail-words.ts'

const ignore = 'お心当たりがない場合は、このメールを無視してください。'
const byLink = `${ignore}リンクを開かなければ何も起こりません。`
const byCode = `${ignore}コードを入力しなければ何も起こりません。`

const takenBack = {
  action: '自分ではありません',
  closing: [
    'ご自身の操作であれば、何もする必要はありません。',
    'そうでない場合は、7日以内にボタンを押してください。すべての端末がサインアウトされ、それ以降の変更が元に戻り、新しいパスワードを設定できます。',
  ],
} as const

const hasAccount = (appName: string): Letter => ({
  title: `${appName} のアカウントはすでにあります`,
  opening: [
    `どなたか（おそらくご本人）が、このアドレスで ${appName} に登録しようとしました。このアドレスのアカウントはすでにあるため、何も変更していません。`,
    'いつもどおりサインインしてください。パスワードをお忘れの場合は、サインインページで再設定を申し込んでください。',
  ],
  action: 'サインイン',
  closing: ['お心当たりがない場合は、このメールを無視してください。アカウントは安全です。'],
})

const isContested = (appName: string): Letter => ({
  title: `${appName} のアドレスを確認してください`,
  opening: [
    `どなたか（おそらくご本人）が、このアドレスで ${appName} にもう一度登録しました。このアドレスの持ち主はまだ確認されていません。`,
    '確認するには、届いているコードまたはリンクを使うか、サインインページで新しいものを申し込んでください。そのあとパスワードが使えない場合は、同じページで再設定を申し込んでください。',
  ],
  action: 'サインイン',
  closing: [
    'お心当たりがない場合は、このメールを無視してください。アドレスが確認されるまで、だれもサインインできません。',
  ],
})

export const japanese: Wording = {
  devices: {
    device_unknown: '不明な端末',
    device_program: 'プログラム',
    device_android_app: 'Android アプリ',
    device_apple_app: 'Apple アプリ',
    device_headless: 'ウィンドウのない Chrome',
    device_on: (program, system) => `${program}（${system}）`,
  },
  openAddress: 'または、次のアドレスを開いてください：',
  sentTo: (appName, to) => `${appName}（宛先：${to}）`,
  words: {
    welcome: ({ appName }) => ({
      title: `${appName} へようこそ`,
      opening: [`${appName} のアカウントの準備ができました。`],
      action: 'サインイン',
      closing: [
        'このアカウントを作成した覚えがない場合は、パスワードを再設定してください。あなたのアドレスで作成されています。',
      ],
    }),
    account_exists: ({ appName, isProven }) => (isProven ? hasAccount(appName) : isContested(appName)),
    verify_email_link: ({ appName, within }) => ({
      title: `${appName} のアドレスを確認してください`,
      opening: [`${appName} にこのアドレスが登録されました。ご自身のアドレスであることを確認してください。`],
      action: 'アドレスを確認する',
      closing: [`リンクの有効期間は${within}で、1回だけ使えます。`, byLink],
    }),
    verify_email_code: ({ appName, within }) => ({
      title: `${appName} のアドレスを確認してください`,
      opening: [
        `${appName} にこのアドレスが登録されました。ご自身のアドレスであることを確認するため、次のコードを入力してください。`,
      ],
      closing: [`コードの有効期間は${within}で、1回だけ使えます。だれにも教えないでください。`, byCode],
    }),
    magic_link: ({ appName, within }) => ({
      title: `${appName} にサインイン`,
      opening: [`${appName} にサインインするためのリンクをお送りします。`],
      action: 'サインイン',
      closing: [`リンクの有効期間は${within}で、1回だけ使えます。だれにも転送しないでください。`, byLink],
    }),
    sign_in_code: ({ appName, within }) => ({
      title: `${appName} にサインイン`,
      opening: [`${appName} にサインインするためのコードをお送りします。サインイン画面で入力してください。`],
      closing: [`コードの有効期間は${within}で、1回だけ使えます。だれにも教えないでください。`, byCode],
    }),
    reset_password_link: ({ appName, within }) => ({
      title: `${appName} の新しいパスワードを設定してください`,
      opening: [`${appName} のアカウントについて、パスワードの再設定が申し込まれました。`],
      action: '新しいパスワードを設定する',
      closing: [`リンクの有効期間は${within}で、1回だけ使えます。だれにも転送しないでください。`, byLink],
    }),
    reset_password_code: ({ appName, within }) => ({
      title: `${appName} の新しいパスワードを設定してください`,
      opening: [
        `${appName} のアカウントについて、パスワードの再設定が申し込まれました。次のコードを入力してください。`,
      ],
      closing: [`コードの有効期間は${within}で、1回だけ使えます。だれにも教えないでください。`, byCode],
    }),
    change_address_link: ({ appName, from, within }) => ({
      title: `${appName} の新しいアドレスを確認してください`,
      opening: [
        `${appName} に ${from} でサインインしている方が、代わりにこのアドレスを使うことを希望しています。`,
        'ご本人であれば確認してください。以後はこのアドレスでサインインします。',
      ],
      action: 'このアドレスを使う',
      closing: [
        `リンクの有効期間は${within}で、1回だけ、申し込んだ画面でサインインしている間に限り使えます。`,
        'お心当たりがない場合は、このメールを無視してください。確認すると、あなたのアドレスが他の人のものになります。',
      ],
    }),
    address_changed: ({ appName }) => ({
      title: `${appName} のアカウントのアドレスが変わりました`,
      opening: [
        `${appName} のアカウントは別のアドレスに変更されました。このアドレスではサインインできなくなりました。`,
      ],
      ...takenBack,
    }),
    password_changed: ({ appName, isFirst }) => ({
      title: isFirst
        ? `${appName} のアカウントにパスワードが設定されました`
        : `${appName} のパスワードが変更されました`,
      opening: [
        isFirst
          ? `${appName} のアカウントにパスワードが設定されました。他の端末はすべてサインアウトされました。`
          : `${appName} のアカウントのパスワードが変更されました。他の端末はすべてサインアウトされました。`,
      ],
      ...takenBack,
    }),
    session_stolen: ({ appName }) => ({
      title: `${appName} のセッションを終了しました`,
      opening: [
        `${appName} のアカウントのセッションが、同時に2か所で使われました。だれかに複製されたおそれがあるため、終了しました。続けるにはもう一度サインインしてください。`,
      ],
      ...takenBack,
      closing: [
        '理由にお心当たりがあれば、何もする必要はありません。',
        'お心当たりがない場合は、7日以内にボタンを押してください。すべての端末がサインアウトされ、新しいパスワードを設定できます。',
      ],
    }),
    second_factor_on: ({ appName }) => ({
      title: `${appName} の2段階認証が有効になりました`,
      opening: [
        `今後、${appName} のアカウントではパスワードのあとに認証アプリのコードが必要です。他の端末はすべてサインアウトされました。`,
        'バックアップコードは、その端末がなくても取り出せる場所に保管してください。',
      ],
      ...takenBack,
    }),
    second_factor_off: ({ appName }) => ({
      title: `${appName} の2段階認証が無効になりました`,
      opening: [`今後、${appName} のアカウントではパスワードのあとにコードは必要ありません。`],
      ...takenBack,
    }),
    passkey_added: ({ appName }) => ({
      title: `${appName} のアカウントにパスキーが追加されました`,
      opening: [`今後、新しいパスキーを使うと、パスワードなしで ${appName} のアカウントにサインインできます。`],
      ...takenBack,
    }),
    passkey_removed: ({ appName }) => ({
      title: `${appName} のアカウントからパスキーが削除されました`,
      opening: [`今後、削除されたパスキーでは ${appName} のアカウントにサインインできません。`],
      ...takenBack,
    }),
    provider_linked: ({ appName, provider }) => ({
      title: `${provider} が ${appName} のアカウントに連携されました`,
      opening: [
        `今後、${provider} のアカウントを使うと、パスワードなしで ${appName} のアカウントにサインインできます。`,
      ],
      ...takenBack,
    }),
    provider_unlinked: ({ appName, provider }) => ({
      title: `${provider} と ${appName} のアカウントの連携が解除されました`,
      opening: [`${appName} のアカウントから ${provider} のアカウントの連携が解除されました。`],
      ...takenBack,
    }),
    new_device: ({ appName, name }) => ({
      title: `新しい端末から ${appName} のアカウントにサインインがありました`,
      opening: [`${name}：この端末から ${appName} のアカウントにサインインがあったのは初めてです。`],
      ...takenBack,
    }),
    client_added: ({ appName, name }) => ({
      title: `${appName} のアカウントにクライアントが追加されました`,
      opening: [`クライアント ${name} があなたの名前で登録されました。作成されたアカウントの代わりに操作できます。`],
      ...takenBack,
    }),
    client_secret_renewed: ({ appName, name }) => ({
      title: `${appName} のアカウントのクライアントのシークレットが新しくなりました`,
      opening: [`クライアント ${name} のシークレットがあなたの名前で更新されました。以前のものは使えません。`],
      ...takenBack,
    }),
    key_added: ({ appName, name }) => ({
      title: `${appName} のアカウントにキーが追加されました`,
      opening: [`APIキー ${name} があなたの名前で作成されました。このキーを持つ人は誰でも操作できます。`],
      ...takenBack,
    }),
    account_deleted: ({ appName }) => ({
      title: `${appName} のアカウントが削除されました`,
      opening: [`${appName} のアカウントは、その内容とともに削除されました。元に戻すことはできません。`],
      closing: [
        'ご自身の操作でない場合は、だれかがアカウントに入っていたことになります。メールボックスと他のサービスのパスワードを確認してください。',
      ],
    }),
    wrong_passwords: ({ appName }) => ({
      title: `${appName} のアカウントで誤ったパスワードが入力されました`,
      opening: [
        `${appName} のアカウントに、誤ったパスワードで何度かサインインが試みられました。サインインはされていません。`,
      ],
      action: 'パスワードを再設定する',
      closing: [
        'ご自身の操作であれば、サインインページでパスワードの再設定を申し込んでください。',
        'そうでない場合は、同じパスワードを他で使っていないことを確認してください。',
      ],
    }),
    wrong_codes: ({ appName }) => ({
      title: `${appName} のアカウントで誤ったコードが入力されました`,
      opening: [
        `${appName} のアカウントで、誤ったコードが何度か入力されました。サインインはされていません。`,
        '正しいコードは、あなただけに届くメールに書かれています。だれに聞かれても教えないでください。',
      ],
      closing: [
        'ご自身の操作であれば、新しいコードを申し込んでください。',
        'そうでない場合、何もする必要はありません。',
      ],
    }),
    wrong_second_factors: ({ appName }) => ({
      title: `${appName} のパスワードが知られているおそれがあります`,
      opening: [
        `${appName} のアカウントの正しいパスワードが入力されたあと、2段階目で誤ったコードが何度か入力されました。サインインはされていません。`,
      ],
      action: 'パスワードを再設定する',
      closing: [
        'ご自身の操作であれば、バックアップコードを使ってください。',
        'そうでない場合は、今すぐパスワードを再設定してください。',
      ],
    }),
    invitation: ({ appName, inviter, account, within }) => ({
      title: `${account || appName} への招待`,
      opening: [
        account
          ? `${inviter ? `${inviter} さん` : 'どなたか'}が、${appName} の ${account} にあなたを招待しています。`
          : `${inviter ? `${inviter} さん` : 'どなたか'}が、${appName} にあなたを招待しています。`,
      ],
      action: '招待を受ける',
      closing: [
        `リンクの有効期間は${within}で、1回だけ使えます。あなた専用です。`,
        'お心当たりがない場合は、このメールを無視してください。開いたかどうかはだれにも伝わりません。',
      ],
    }),
    member_added: ({ appName, account }) => ({
      title: account ? `${account} に追加されました` : `${appName} のアカウントに追加されました`,
      opening: [
        account
          ? `${appName} の ${account} のメンバーに追加されました。`
          : `${appName} のアカウントのメンバーに追加されました。`,
        'そのアカウントに切り替えない限り、あなたの名前で何かが行われることはありません。',
      ],
      action: 'サインイン',
      closing: ['メンバーになりたくない場合は、サインインして退出してください。'],
    }),
  },
}
