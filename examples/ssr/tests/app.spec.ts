import { expect, test } from '@countersign/testing/playwright'

test('signs somebody in by a form, and out', async ({ page, context, createUser }) => {
  const { email, password } = await createUser()
  await page.goto('/')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText(`Signed in as ${email}`)).toBeVisible()
  const [cookie] = await context.cookies()
  expect(cookie).toMatchObject({ name: 'countersign_session', httpOnly: true, secure: true, sameSite: 'Lax' })
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  expect(await context.cookies()).toEqual([])
})

test('knows who is signed in from the first request on', async ({ page, signInAs }) => {
  const { email } = await signInAs(page)
  const answer = await page.goto('/')
  expect(await answer?.text()).toContain(`Signed in as ${email}`)
})

test('says why a sign-in was refused, and keeps the email', async ({ page, createUser, failNext }) => {
  const { email } = await createUser()
  await failNext('account.signIn', { example: 'invalid_credentials', everybody: true })
  await page.goto('/')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill('not the right one')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toHaveText('The email or the password is wrong.')
  await expect(page.getByLabel('Email')).toHaveValue(email)
})
