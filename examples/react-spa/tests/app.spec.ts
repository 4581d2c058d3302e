import { expect, test } from '@countersign/testing/playwright'

test('signs somebody in, keeps them over a reload, and signs them out', async ({ page, createUser }) => {
  const { email, password } = await createUser()
  await page.goto('/')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText(`Signed in as ${email}`)).toBeVisible()
  await page.reload()
  await expect(page.getByText(`Signed in as ${email}`)).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
})

test('says why a sign-in was refused', async ({ page, createUser, failNext }) => {
  const { email, password } = await createUser()
  await failNext('account.signIn', { example: 'invalid_credentials' })
  await page.goto('/')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toHaveText('The email or the password is wrong.')
})

test('shows that the service is away, and goes on when it is back', async ({ page, signInAs, failNext }) => {
  const { email } = await signInAs(page)
  await failNext('account.me', { status: 503 })
  await page.goto('/')
  await expect(page.getByRole('alert')).toHaveText('We cannot be reached. Trying again…')
  await expect(page.getByText(`Signed in as ${email}`)).toBeVisible()
})
