import { Alert, Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useState } from 'react'
import { Refusal } from '../api/refusal.ts'
import { signIn, useMe } from '../api/session.ts'
import { useMessages as useFormWords } from '../forms/messages.ts'
import { refusalWords } from '../forms/refusal-words.ts'
import { usePasswordProblem } from '../forms/use-password-problem.ts'
import { translations } from '../i18n/translations.ts'

const SHORTEST = 10

const useMessages = translations({
  en: {
    title: 'Change password',
    current: 'Current password',
    chosen: 'New password',
    hint: 'You will have to sign in again on other devices.',
    done: 'Your password has been changed.',
    wrong: 'That is not your current password.',
    same: 'The new password is the same as the old one.'
  },
  'pt-BR': {
    title: 'Alterar senha',
    current: 'Senha atual',
    chosen: 'Nova senha',
    hint: 'Em outros dispositivos, você terá que entrar de novo.',
    done: 'Sua senha foi alterada.',
    wrong: 'Esta não é a sua senha atual.',
    same: 'A nova senha é igual à antiga.'
  },
  es: {
    title: 'Cambiar contraseña',
    current: 'Contraseña actual',
    chosen: 'Nueva contraseña',
    hint: 'En otros dispositivos tendrá que volver a iniciar sesión.',
    done: 'Su contraseña se cambió.',
    wrong: 'Esa no es su contraseña actual.',
    same: 'La nueva contraseña es igual a la anterior.'
  }
})

/** Changes the agent's own password: a sign-in with the current one that sets a new one. */
export function PasswordDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useMessages()
  return (
    <Modal opened={opened} onClose={onClose} title={t.title} size="sm" centered>
      <PasswordForm onClose={onClose} />
    </Modal>
  )
}

function PasswordForm({ onClose }: { onClose: () => void }) {
  const t = useMessages()
  const words = useFormWords()
  const passwordProblem = usePasswordProblem()
  const { email } = useMe()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const [current, chosen] = ['current', 'chosen'].map(name => String(fields.get(name)))
    if (!current || !chosen) return setProblem(words.required)
    if (chosen.length < SHORTEST) return setProblem(`${t.chosen}: ${words.atLeastLetters(SHORTEST)}`)
    setBusy(true)
    setProblem(undefined)
    try {
      await signIn(email, current, chosen)
      notifications.show({ message: t.done, color: 'pine' })
      onClose()
    } catch (error) {
      setProblem(problemOf(error))
      setBusy(false)
    }
  }
  const problemOf = (error: unknown) => {
    if (!(error instanceof Refusal)) return words.unreachable
    const told: Record<number, string> = { 401: t.wrong, 422: t.same }
    return passwordProblem(error) ?? told[error.status] ?? refusalWords(error, words)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {/* whose password it is, so that password managers update the right one */}
        <input type="hidden" name="username" autoComplete="username" value={email} />
        <PasswordInput name="current" label={t.current} autoComplete="current-password" data-autofocus />
        <PasswordInput
          name="chosen"
          label={t.chosen}
          description={words.atLeastLetters(SHORTEST)}
          autoComplete="new-password"
        />
        {problem && (
          <Alert color="red" variant="light" role="alert" p="sm">
            {problem}
          </Alert>
        )}
        <Text fz="sm" c="var(--text-soft)">
          {t.hint}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {t.title}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
