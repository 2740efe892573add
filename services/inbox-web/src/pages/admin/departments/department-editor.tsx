import { createDepartment, type Department, replaceDepartment } from '@inbox/contracts'
import { useDidUpdate } from '@mantine/hooks'
import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { changed, useDepartment } from '../../../api/administration.ts'
import { call } from '../../../api/call.ts'
import { Editor } from '../../../forms/editor.tsx'
import { type EntityFormProps, editorOf } from '../../../forms/editor-of.tsx'
import { useEntityForm } from '../../../forms/use-entity-form.ts'
import { CloseFormSection } from './close-form-section.tsx'
import { bodyOf, valuesOf } from './department-values.ts'
import { DistributionSection } from './distribution-section.tsx'
import { DryRunDialog, type Policy } from './dry-run-dialog.tsx'
import { GeneralSection } from './general-section.tsx'
import { HoursSection } from './hours-section.tsx'
import { MembersSection } from './members-section.tsx'
import { useMessages } from './messages.ts'
import { NoticeSection } from './notice-section.tsx'
import { SatisfactionSection } from './satisfaction-section.tsx'
import { SuccessorDialog } from './successor-dialog.tsx'
import { TransferSection } from './transfer-section.tsx'

const LIST = '/admin/departments'

const ownTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
const policyOf = ({ active, distribution }: Policy): Policy => ({ active, distribution })
const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

function useDepartmentEntity(known: Department | undefined) {
  const t = useMessages()
  const [, go] = useLocation()
  const initial = valuesOf(known, { timeZone: ownTimeZone, template: t.templateExample })
  const entity = useEntityForm({
    initial,
    version: known?.version,
    schema: createDepartment.body,
    bodyOf,
    save: body =>
      known
        ? call(replaceDepartment, { params: { id: known.id }, body, ifMatch: known.version })
        : call(createDepartment, { body }),
    onSaved: () => {
      void changed('departments')
      void changed('channels')
      go(LIST)
    },
    fieldOfCode: { 'name-taken': 'name', 'department-in-use': 'active' },
    textOf: ({ code }) => (code === 'department-in-use' ? t.stillInUse : undefined)
  })
  return { initial, ...entity }
}

function DepartmentForm({ known, onReload }: EntityFormProps<Department>) {
  const t = useMessages()
  const [trial, setTrial] = useState<Policy>()
  const [ending, setEnding] = useState(false)
  const { initial, ...entity } = useDepartmentEntity(known)
  const { form, failure, conflict } = entity
  useDidUpdate(() => {
    // errors are shown at the top of a long form
    document.getElementById('content')?.scrollTo({ top: 0 })
  }, [failure, conflict])

  /** Shows first what a changed policy would do, and asks who takes over from a department that is to end. */
  const submit = async (event?: FormEvent) => {
    event?.preventDefault()
    const body = entity.check() as ReturnType<typeof bodyOf> | undefined
    if (!body) return
    const policy = policyOf(body)
    if (known?.active && !body.active) setEnding(true)
    else if (known && !isSame(policy, policyOf(bodyOf(initial)))) setTrial(policy)
    else await entity.submit()
  }
  return (
    <>
      <Editor
        title={known?.name ?? t.newTitle}
        back={LIST}
        entity={{ ...entity, submit }}
        {...(onReload && { onReload })}
      >
        <GeneralSection form={form} />
        {known && <MembersSection department={known} />}
        <DistributionSection form={form} ownId={known?.id} />
        <TransferSection form={form} />
        <HoursSection form={form} />
        <NoticeSection form={form} />
        <CloseFormSection form={form} />
        <SatisfactionSection form={form} />
      </Editor>
      {known && ending && (
        <SuccessorDialog
          department={known}
          onClose={() => setEnding(false)}
          onConfirm={successorId => {
            setEnding(false)
            form.setFieldValue('successorId', successorId)
            void entity.submit()
          }}
        />
      )}
      {known && trial && (
        <DryRunDialog
          departmentId={known.id}
          policy={trial}
          onClose={() => setTrial(undefined)}
          onConfirm={() => {
            setTrial(undefined)
            void entity.submit()
          }}
        />
      )}
    </>
  )
}

export const DepartmentEditor = editorOf(useDepartment, DepartmentForm)
