import { Alert, Button, Group, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Refusal } from '../../api/refusal.ts'
import { signIn } from '../../api/session.ts'
import { signInOutcome } from '../../api/sign-in-outcome.ts'
import { usePasswordProblem } from '../../forms/use-password-problem.ts'
import { LanguageMenu } from '../../shell/language-menu.tsx'
import { SchemeToggle } from '../../shell/scheme-toggle.tsx'
import { Logo } from '../../ui/logo.tsx'
import { useMessages } from './messages.ts'
import { ProviderButton } from './provider-button.tsx'
import classes from './sign-in-page.module.css'

type Problem = 'choose' | 'wrong' | 'unreachable' | 'notConfirmed' | 'notHere'

/** What a refusal by the identity provider, or of the address it vouches for, means to people. */
const outcomes: Record<string, Problem> = {
  unauthenticated: 'notConfirmed',
  forbidden: 'notHere',
  unavailable: 'unreachable'
}

export function SignInPage() {
  const t = useMessages()
  return (
    <main className={classes.page}>
      <Group className={classes.corner} gap={4}>
        <LanguageMenu />
        <SchemeToggle />
      </Group>
      <Stack w="100%" maw={380} gap="xl">
        <Stack gap={6} align="center">
          <Logo size={44} />
          <Title order={1} fz={26}>
            Service Inbox
          </Title>
          <Text c="var(--text-soft)">{t.tagline}</Text>
        </Stack>
        <Paper withBorder p="xl" radius="lg" className={classes.card}>
          <SignInForm />
          <ProviderButton />
        </Paper>
      </Stack>
    </main>
  )
}

function SignInForm() {
  const t = useMessages()
  const [problem, setProblem] = useState<Problem | undefined>(outcomes[signInOutcome() ?? ''])
  const passwordProblem = usePasswordProblem()
  /** What is wrong with a new password, in specific words. */
  const [told, setTold] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [choosing, setChoosing] = useState(false)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    setBusy(true)
    setProblem(undefined)
    setTold(undefined)
    const chosen = fields.get('newPassword')
    await signIn(
      String(fields.get('email')),
      String(fields.get('password')),
      chosen === null ? undefined : String(chosen)
    ).catch(error => {
      const found = problemOf(error)
      setTold(error instanceof Refusal ? passwordProblem(error) : undefined)
      setProblem(found)
      setChoosing(choosing || found === 'choose')
      setBusy(false)
    })
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          name="email"
          type="email"
          label={t.email}
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
          size="md"
        />
        <PasswordInput
          name="password"
          label={t.password}
          autoComplete="current-password"
          required
          withAsterisk={false}
          size="md"
        />
        {choosing && (
          <PasswordInput
            name="newPassword"
            label={t.newPassword}
            autoComplete="new-password"
            minLength={10}
            required
            withAsterisk={false}
            autoFocus
            size="md"
          />
        )}
        {problem && (
          <Alert color={problem === 'choose' ? 'blue' : 'red'} variant="light" role="alert" p="sm">
            {told ?? t[problem]}
          </Alert>
        )}
        <Button type="submit" size="md" loading={busy} mt="xs">
          {t.submit}
        </Button>
      </Stack>
    </form>
  )
}

function problemOf(error: unknown): Problem {
  if (!(error instanceof Refusal)) return 'unreachable'
  return error.code === 'password-change-required' ? 'choose' : 'wrong'
}
