import { startOidc } from '@inbox/contracts'
import { Button, Divider } from '@mantine/core'
import { useSignInMethods } from '../../api/sign-in-methods.ts'
import { useMessages } from './messages.ts'

/** Signing in at the company's identity provider, where one is configured. */
export function ProviderButton() {
  const t = useMessages()
  const { oidc } = useSignInMethods() ?? {}
  if (!oidc) return null
  return (
    <>
      <Divider label={t.or} my="md" />
      <Button component="a" href={startOidc.path} variant="default" size="md" fullWidth>
        {t.signInWith} {oidc.name}
      </Button>
    </>
  )
}
