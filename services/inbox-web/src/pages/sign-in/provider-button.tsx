import { listSignInMethods, startOidc } from '@inbox/contracts'
import { Button, Divider } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { request } from '../../api/request.ts'
import { useMessages } from './messages.ts'

/** Signing in at the company's identity provider, where one is configured. */
export function ProviderButton() {
  const t = useMessages()
  const { data } = useQuery({ queryKey: ['sign-in-methods'], queryFn: () => request(listSignInMethods, {}) })
  if (!data?.oidc) return null
  return (
    <>
      <Divider label={t.or} my="md" />
      <Button component="a" href={startOidc.path} variant="default" size="md" fullWidth>
        {t.signInWith} {data.oidc.name}
      </Button>
    </>
  )
}
