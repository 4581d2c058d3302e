// What mails say, in Arabic. The English ones are in `mail-words.ts`.
import type { Letter, Wording } from '../mail-words.ts'

const ignore = 'إذا لم تكن أنت، فتجاهل هذه الرسالة.'
const byLink = `${ignore} لن يحدث شيء من دون الرابط.`
const byCode = `${ignore} لن يحدث شيء من دون الرمز.`

const takenBack = {
  action: 'لم أكن أنا',
  closing: [
    'إذا كنت أنت، فليس عليك فعل شيء.',
    'وإلا فاضغط الزر خلال 7 أيام: سيُسجَّل خروج الجميع، ويُلغى كل ما تغيّر منذ ذلك الحين، ثم تختار كلمة مرور جديدة.',
  ],
} as const

const hasAccount = (appName: string): Letter => ({
  title: `لديك حساب بالفعل في ${appName}`,
  opening: [
    `حاول شخص ما، والأرجح أنه أنت، التسجيل في ${appName} بهذا العنوان. لهذا العنوان حساب بالفعل، لذلك لم يتغيّر شيء.`,
    'سجّل الدخول كالمعتاد. إذا نسيت كلمة المرور، فاطلب كلمة جديدة من صفحة تسجيل الدخول.',
  ],
  action: 'تسجيل الدخول',
  closing: ['إذا لم تكن أنت، فتجاهل هذه الرسالة. حسابك في أمان.'],
})

const isContested = (appName: string): Letter => ({
  title: `أكّد عنوانك لدى ${appName}`,
  opening: [
    `سجّل شخص ما، والأرجح أنه أنت، مرة أخرى في ${appName} بهذا العنوان. لم يؤكد أحد بعد لمن هو.`,
    'لتأكيده، استخدم الرمز أو الرابط الذي وصلك، أو اطلب غيره من صفحة تسجيل الدخول. إذا لم تعمل كلمة مرورك بعد ذلك، فاطلب كلمة جديدة من هناك.',
  ],
  action: 'تسجيل الدخول',
  closing: ['إذا لم تكن أنت، فتجاهل هذه الرسالة. لا يدخل أحد قبل تأكيد العنوان.'],
})

export const arabic: Wording = {
  devices: {
    device_unknown: 'جهاز غير معروف',
    device_program: 'برنامج',
    device_android_app: 'تطبيق Android',
    device_apple_app: 'تطبيق Apple',
    device_headless: 'Chrome بلا نافذة',
    device_on: (program, system) => `${program} على ${system}`,
  },
  openAddress: 'أو افتح هذا العنوان:',
  sentTo: (appName, to) => `${appName}، إلى ${to}`,
  words: {
    welcome: ({ appName }) => ({
      title: `مرحبًا بك في ${appName}`,
      opening: [`حسابك في ${appName} جاهز.`],
      action: 'تسجيل الدخول',
      closing: ['إذا لم تنشئ هذا الحساب، فأعد تعيين كلمة مروره: فقد أُنشئ بعنوانك.'],
    }),
    account_exists: ({ appName, isProven }) => (isProven ? hasAccount(appName) : isContested(appName)),
    verify_email_link: ({ appName, within }) => ({
      title: `أكّد عنوانك لدى ${appName}`,
      opening: [`قدّمت هذا العنوان إلى ${appName}. أكّد أنه لك.`],
      action: 'تأكيد العنوان',
      closing: [`يعمل الرابط مرة واحدة فقط. مدة صلاحيته: ${within}.`, byLink],
    }),
    verify_email_code: ({ appName, within }) => ({
      title: `أكّد عنوانك لدى ${appName}`,
      opening: [`قدّمت هذا العنوان إلى ${appName}. أدخل هذا الرمز هناك لتأكيد أنه لك.`],
      closing: [`يعمل الرمز مرة واحدة فقط. مدة صلاحيته: ${within}. لا تعطه لأحد.`, byCode],
    }),
    magic_link: ({ appName, within }) => ({
      title: `تسجيل الدخول إلى ${appName}`,
      opening: [`طلبت رابطًا لتسجيل الدخول إلى ${appName}.`],
      action: 'تسجيل الدخول',
      closing: [`يعمل الرابط مرة واحدة فقط. مدة صلاحيته: ${within}. لا ترسله إلى أحد.`, byLink],
    }),
    sign_in_code: ({ appName, within }) => ({
      title: `تسجيل الدخول إلى ${appName}`,
      opening: [`طلبت رمزًا لتسجيل الدخول إلى ${appName}. أدخله هناك.`],
      closing: [`يعمل الرمز مرة واحدة فقط. مدة صلاحيته: ${within}. لا تعطه لأحد.`, byCode],
    }),
    reset_password_link: ({ appName, within }) => ({
      title: `اختر كلمة مرور جديدة لدى ${appName}`,
      opening: [`طلبت كلمة مرور جديدة لحسابك في ${appName}.`],
      action: 'اختيار كلمة مرور جديدة',
      closing: [`يعمل الرابط مرة واحدة فقط. مدة صلاحيته: ${within}. لا ترسله إلى أحد.`, byLink],
    }),
    reset_password_code: ({ appName, within }) => ({
      title: `اختر كلمة مرور جديدة لدى ${appName}`,
      opening: [`طلبت كلمة مرور جديدة لحسابك في ${appName}. أدخل هذا الرمز هناك.`],
      closing: [`يعمل الرمز مرة واحدة فقط. مدة صلاحيته: ${within}. لا تعطه لأحد.`, byCode],
    }),
    change_address_link: ({ appName, from, within }) => ({
      title: `أكّد عنوانك الجديد لدى ${appName}`,
      opening: [
        `يطلب شخص يسجّل الدخول إلى ${appName} بالعنوان ${from} أن يستخدم هذا العنوان بدلًا منه.`,
        'إذا كنت أنت، فأكّد ذلك. ستسجّل الدخول بعدها بهذا العنوان.',
      ],
      action: 'استخدام هذا العنوان',
      closing: [
        `يعمل الرابط مرة واحدة فقط، وما دمت مسجّل الدخول حيث طلبته. مدة صلاحيته: ${within}.`,
        'إذا لم تكن أنت، فتجاهل هذه الرسالة: فالتأكيد يعطي عنوانك لشخص آخر.',
      ],
    }),
    address_changed: ({ appName }) => ({
      title: `أصبح لحسابك في ${appName} عنوان آخر`,
      opening: [`انتقل حسابك في ${appName} إلى عنوان آخر. لم يعد تسجيل الدخول ممكنًا بهذا العنوان.`],
      ...takenBack,
    }),
    password_changed: ({ appName, isFirst }) => ({
      title: isFirst ? `أصبحت لحسابك في ${appName} كلمة مرور` : `تغيّرت كلمة مرورك لدى ${appName}`,
      opening: [
        isFirst
          ? `عُيّنت كلمة مرور لحسابك في ${appName}، وسُجّل الخروج من كل الأجهزة الأخرى.`
          : `تغيّرت كلمة مرور حسابك في ${appName}، وسُجّل الخروج من كل الأجهزة الأخرى.`,
      ],
      ...takenBack,
    }),
    session_stolen: ({ appName }) => ({
      title: `أنهينا جلسة في ${appName}`,
      opening: [
        `استُخدمت جلسة من حسابك في ${appName} من مكانين في الوقت نفسه. ربما نسخها شخص ما، لذلك أنهيناها. سجّل الدخول من جديد للمتابعة.`,
      ],
      ...takenBack,
      closing: [
        'إذا كنت تعرف سبب ذلك، فليس عليك فعل شيء.',
        'وإلا فاضغط الزر خلال 7 أيام: سيُسجَّل خروج الجميع، ثم تختار كلمة مرور جديدة.',
      ],
    }),
    second_factor_on: ({ appName }) => ({
      title: `فُعّل تسجيل الدخول بخطوتين في ${appName}`,
      opening: [
        `يطلب حسابك في ${appName} من الآن رمزًا من تطبيق المصادقة بعد كلمة المرور. سُجّل الخروج من كل الأجهزة الأخرى.`,
        'احفظ رموز الاسترداد حيث تجدها من دون ذلك الجهاز.',
      ],
      ...takenBack,
    }),
    second_factor_off: ({ appName }) => ({
      title: `أُوقف تسجيل الدخول بخطوتين في ${appName}`,
      opening: [`لم يعد حسابك في ${appName} يطلب رمزًا بعد كلمة المرور.`],
      ...takenBack,
    }),
    passkey_added: ({ appName }) => ({
      title: `أُضيف مفتاح مرور إلى حسابك في ${appName}`,
      opening: [`يتيح مفتاح مرور جديد من الآن الدخول إلى حسابك في ${appName} من دون كلمة مرور.`],
      ...takenBack,
    }),
    passkey_removed: ({ appName }) => ({
      title: `أُزيل مفتاح مرور من حسابك في ${appName}`,
      opening: [`لم يعد أحد مفاتيح المرور يتيح الدخول إلى حسابك في ${appName}.`],
      ...takenBack,
    }),
    provider_linked: ({ appName, provider }) => ({
      title: `رُبط ${provider} بحسابك في ${appName}`,
      opening: [`يتيح حساب ${provider} من الآن الدخول إلى حسابك في ${appName} من دون كلمة مرور.`],
      ...takenBack,
    }),
    provider_unlinked: ({ appName, provider }) => ({
      title: `لم يعد ${provider} مرتبطًا بحسابك في ${appName}`,
      opening: [`أُلغي ربط حساب ${provider} بحسابك في ${appName}.`],
      ...takenBack,
    }),
    new_device: ({ appName, name }) => ({
      title: `سجّل جهاز جديد الدخول إلى حسابك في ${appName}`,
      opening: [`${name}: لم يسبق لأحد أن سجّل الدخول من هناك إلى حسابك في ${appName}.`],
      ...takenBack,
    }),
    client_added: ({ appName, name }) => ({
      title: `أُضيف عميل إلى حسابك في ${appName}`,
      opening: [`سُجّل العميل ${name} باسمك. يمكنه التصرف نيابة عن الحساب الذي أُنشئ فيه.`],
      ...takenBack,
    }),
    client_secret_renewed: ({ appName, name }) => ({
      title: `لأحد عملاء حسابك في ${appName} سرّ جديد`,
      opening: [`جُدّد سرّ العميل ${name} باسمك. لم يعد السر السابق صالحًا.`],
      ...takenBack,
    }),
    key_added: ({ appName, name }) => ({
      title: `أُضيف مفتاح إلى حسابك في ${appName}`,
      opening: [`أُنشئ مفتاح واجهة البرمجة ${name} باسمك. يمكن لمن يملكه أن يتصرف به.`],
      ...takenBack,
    }),
    account_deleted: ({ appName }) => ({
      title: `حُذف حسابك في ${appName}`,
      opening: [`حُذف حسابك في ${appName} مع كل ما فيه. لا يمكن لأحد استعادته.`],
      closing: ['إذا لم تكن أنت، فقد وصل إليه شخص ما: افحص بريدك وكلمات مرورك في المواقع الأخرى.'],
    }),
    wrong_passwords: ({ appName }) => ({
      title: `كلمات مرور خاطئة لحسابك في ${appName}`,
      opening: [`حاول شخص ما عدة مرات الدخول إلى حسابك في ${appName} بكلمات مرور خاطئة. لم يدخل أحد بها.`],
      action: 'إعادة تعيين كلمة المرور',
      closing: [
        'إذا كنت أنت، فاطلب كلمة مرور جديدة من صفحة تسجيل الدخول.',
        'وإلا فتأكد من أنك لا تستخدم كلمة مرورك في أي مكان آخر.',
      ],
    }),
    wrong_codes: ({ appName }) => ({
      title: `رموز خاطئة لحسابك في ${appName}`,
      opening: [
        `أدخل شخص ما عدة مرات رموزًا خاطئة لحسابك في ${appName}. لم يدخل أحد بها.`,
        'الرموز الصحيحة في رسائل تصلك وحدك. لا تعطِ أيًّا منها لأحد، أيًّا كان من يطلبها.',
      ],
      closing: ['إذا كنت أنت، فاطلب رمزًا جديدًا.', 'وإلا فليس عليك فعل شيء.'],
    }),
    wrong_second_factors: ({ appName }) => ({
      title: `ربما يعرف شخص ما كلمة مرورك لدى ${appName}`,
      opening: [
        `أدخل شخص ما كلمة مرور حسابك في ${appName}، ثم أدخل عدة مرات رموزًا خاطئة في الخطوة الثانية. لم يدخل أحد بها.`,
      ],
      action: 'إعادة تعيين كلمة المرور',
      closing: ['إذا كنت أنت، فاستخدم أحد رموز الاسترداد.', 'وإلا فأعد تعيين كلمة مرورك الآن.'],
    }),
    invitation: ({ appName, inviter, account, within }) => ({
      title: `دعوة إلى ${account || appName}`,
      opening: [
        account
          ? `تلقّيت دعوة من ${inviter || 'شخص ما'} للانضمام إلى ${account} في ${appName}.`
          : `تلقّيت دعوة من ${inviter || 'شخص ما'} إلى ${appName}.`,
      ],
      action: 'قبول الدعوة',
      closing: [
        `يعمل الرابط مرة واحدة فقط، وهو لك وحدك. مدة صلاحيته: ${within}.`,
        'إذا لم تكن تتوقع هذه الدعوة، فتجاهل هذه الرسالة. لن يعرف أحد إن كنت قد فتحتها.',
      ],
    }),
    member_added: ({ appName, account }) => ({
      title: account ? `أُضفت إلى ${account}` : `أُضفت إلى حساب في ${appName}`,
      opening: [
        account ? `أضافك شخص ما عضوًا في ${account} في ${appName}.` : `أضافك شخص ما عضوًا في حساب في ${appName}.`,
        'لن يحدث هناك شيء باسمك ما لم تنتقل إليه.',
      ],
      action: 'تسجيل الدخول',
      closing: ['إذا كنت لا تريد أن تكون عضوًا، فسجّل الدخول وغادره.'],
    }),
  },
}
