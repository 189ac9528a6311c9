import { NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listApplications } from '../../api/applications.ts'
import { requestException } from '../../api/exceptions.ts'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import { serverTime } from '../../api/server-time.ts'
import { Confirm } from '../../kit/confirm.tsx'
import { tell } from '../../kit/tell.ts'
import { QueryState } from '../../step-up/query-state.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'
import { CheckField } from './check-field.tsx'
import { useDemandName } from './demand-name.ts'

interface ExceptionDialogProps {
  readonly demands: readonly string[]
  readonly onClose: () => void
}

const day = 24 * 3_600_000
/** One less than the server allows: the last day is meant whole. */
const longest = 89

/** Asks that an account be left out of something until the end of a day. */
export function ExceptionDialog({ demands, onClose }: ExceptionDialogProps) {
  const { t } = useTranslation('console')
  const demandName = useDemandName()
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const [account, setAccount] = useState('')
  const [application, setApplication] = useState('')
  const [chosen, setChosen] = useState<readonly string[]>(demands.length === 1 ? demands : [])
  const [until, setUntil] = useState(dateIn(14))
  const list = useQuery({ queryKey: keys.applications, queryFn: ({ signal }) => listApplications(signal) })
  const asking = useMutation({
    mutationFn: (reason: string) =>
      withStepUp(() =>
        requestException({
          account: account.trim(),
          ...(application === '' ? {} : { application }),
          demands: chosen,
          until: endOf(until),
          reason,
        }),
      ),
    onSuccess: async (asked) => {
      if (asked === undefined) return
      await queries.invalidateQueries({ queryKey: keys.exceptions })
      tell(t('policy.exceptions.askedFor', { account: asked.account }))
      onClose()
    },
  })
  return (
    <Confirm
      reason
      title={t('policy.exceptions.ask')}
      action={t('policy.exceptions.askAction')}
      pending={asking.isPending}
      problem={asking.error === null ? undefined : asProblem(asking.error)}
      onConfirm={(reason) => asking.mutate(reason)}
      onClose={onClose}
    >
      <p>{t('policy.exceptions.askText')}</p>
      <TextInput
        label={t('accounts.name')}
        required
        withAsterisk={false}
        autoComplete="off"
        value={account}
        onChange={(event) => setAccount(event.currentTarget.value)}
      />
      <CheckField
        label={t('policy.exceptions.what')}
        choices={demands.map((value) => ({ value, label: demandName(value) }))}
        chosen={chosen}
        onChange={setChosen}
      />
      <QueryState query={list} height={0} />
      <NativeSelect
        label={t('policy.application')}
        value={application}
        onChange={(event) => setApplication(event.currentTarget.value)}
        data={[
          { value: '', label: t('policy.exceptions.everywhere') },
          ...(list.data?.items ?? []).map(({ name }) => ({ value: name, label: name })),
        ]}
      />
      <TextInput
        type="date"
        label={t('policy.exceptions.lastDay')}
        description={t('policy.exceptions.lastDayHint')}
        required
        withAsterisk={false}
        min={dateIn(0)}
        max={dateIn(longest)}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
    </Confirm>
  )
}

/** As a date field has it, by the clock on this wall. */
function dateIn(days: number): string {
  const at = new Date(serverTime() + days * day)
  const part = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${part(at.getMonth() + 1)}-${part(at.getDate())}`
}

function endOf(date: string): number {
  return new Date(`${date}T23:59:59`).getTime()
}
