import { type UseFormReturnType, useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import type { z } from 'zod'
import { Refusal } from '../api/refusal.ts'
import { fieldErrors } from './issue-text.ts'
import { type FormWords, useMessages } from './messages.ts'
import { refusalWords } from './refusal-words.ts'
import { dropUnsaved, keepUnsaved, unsavedAt } from './unsaved.ts'

interface Options<Values extends object, Schema extends z.ZodType> {
  initial: Values
  /** The version of the entity being changed; missing for a new one. */
  version?: number | undefined
  /** The contract's schema of the body that is sent: the same rules here and on the server. */
  schema: Schema
  /** The body that is sent; its fields have the names of those in the form. */
  bodyOf: (values: Values) => unknown
  save: (body: z.input<Schema>) => Promise<unknown>
  onSaved: () => void
  /** The field that a refusal is about, by its code. */
  fieldOfCode?: Readonly<Record<string, string>>
  /** What the field says about a refusal; by default that the value is taken. */
  textOf?: (refusal: Refusal) => string | undefined
}

export interface EntityForm<Values extends object> {
  form: UseFormReturnType<Values>
  saving: boolean
  /** Whether somebody else has changed the entity since it was loaded. */
  conflict: boolean
  failure: string | undefined
  /** Whether it holds values entered earlier and not saved. */
  restored: boolean
  /** Discards what was entered. */
  discard: () => void
  /** Saves what was entered if it is valid. */
  submit: (event?: FormEvent) => Promise<void>
  /** Returns the body if it is valid; otherwise marks the invalid fields. */
  check: () => unknown
}

/**
 * A form for one entity of the server: validated by its schema, saved with its version, refusals shown at their fields.
 */
export function useEntityForm<Values extends object, Schema extends z.ZodType>(
  options: Options<Values, Schema>
): EntityForm<Values> {
  const { initial, version, schema, bodyOf, save, onSaved, fieldOfCode = {}, textOf } = options
  const t = useMessages()
  const form = useForm<Values>({ mode: 'controlled', initialValues: initial })
  const { restored, outdated, drop } = useUnsaved(form, version)
  const [state, setState] = useState<{ saving?: boolean; conflict?: boolean; failure?: string }>({ conflict: outdated })

  const check = (): z.input<Schema> | undefined => {
    const body = bodyOf(form.getValues())
    const parsed = schema.safeParse(body)
    if (parsed.success) return body as z.input<Schema>
    form.setErrors(fieldErrors(parsed.error.issues, body, t))
    setState({ failure: t.notSaved })
    return undefined
  }
  const submit = async (event?: FormEvent) => {
    event?.preventDefault()
    const body = check()
    if (body === undefined || state.saving) return
    setState({ saving: true })
    try {
      await save(body)
      drop()
      notifications.show({ message: t.saved, color: 'pine' })
      onSaved()
    } catch (error) {
      const { errors, ...told } = refusalOf(error, t, fieldOfCode, textOf)
      form.setErrors(errors)
      setState(told)
    }
  }
  return {
    form,
    saving: state.saving ?? false,
    conflict: state.conflict ?? false,
    failure: state.failure,
    restored,
    discard() {
      drop()
      form.reset()
      setState({})
    },
    submit,
    check
  }
}

/** Keeps what is entered until it is saved or discarded, even while its author is on another page. */
function useUnsaved<Values extends object>(form: UseFormReturnType<Values>, version: number | undefined) {
  const [path] = useLocation()
  const [kept, setKept] = useState(() => unsavedAt(path))
  const { values } = form
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, before anything is entered
  useEffect(() => {
    if (kept) form.setValues(kept.values as Values)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the form is another object each time
  useEffect(() => {
    if (form.isDirty()) keepUnsaved(path, { values, version: kept ? kept.version : version })
    else if (!kept) dropUnsaved(path)
  }, [values])
  return {
    restored: kept !== undefined,
    outdated: kept !== undefined && kept.version !== version,
    drop() {
      setKept(undefined)
      dropUnsaved(path)
    }
  }
}

function refusalOf(
  error: unknown,
  t: FormWords,
  fieldOfCode: Readonly<Record<string, string>>,
  textOf?: (refusal: Refusal) => string | undefined
) {
  if (!(error instanceof Refusal)) return { errors: {}, failure: t.unreachable }
  if (error.status === 412) return { errors: {}, conflict: true }
  const field = fieldOfCode[error.code]
  if (field) return { errors: { [field]: textOf?.(error) ?? t.taken }, failure: t.notSaved }
  const errors = Object.fromEntries(error.issues.map(({ path }) => [path.replace(/^body\./, ''), t.notValid]))
  return { errors, failure: error.issues.length > 0 ? t.notSaved : refusalWords(error, t) }
}
