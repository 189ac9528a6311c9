import { Button, NativeSelect, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import { type BroughtView, bringTokens, type ImporterView } from '../../api/tokens.ts'
import { usePortal } from '../../api/use-portal.ts'
import { Alert } from '../../kit/alert.tsx'
import { Answers } from '../../kit/answers.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { ImportProblems } from '../../kit/import-problems.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { tell } from '../../kit/tell.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'
import { readBase64 } from './read-base64.ts'
import classes from './tokens.module.css'

interface ImportDialogProps {
  readonly importers: readonly ImporterView[]
  readonly onClose: () => void
}

/** Looks at a file first, then brings all of it in, or none. */
export function ImportDialog({ importers, onClose }: ImportDialogProps) {
  const { t } = useTranslation(['console', 'kit'])
  const portal = usePortal()
  const [chosen, setChosen] = useState(importers[0])
  const [file, setFile] = useState<File>()
  const [options, setOptions] = useState<Readonly<Record<string, string>>>({})
  const { bring, seen, forget, pending, problem } = useImport(onClose)
  const nameOf = (id: string) => portal.factors.find((info) => info.id === id)?.guide.name ?? id

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (file === undefined || chosen === undefined) return
    const { factor, importer } = chosen
    bring({ factor, importer, options, file: await readBase64(file), preview: seen === undefined })
  }

  return (
    <Dialog onClose={onClose} title={t('tokens.import')}>
      <form onSubmit={(event) => void submit(event)} onChange={forget}>
        <Stack gap="md">
          <NativeSelect
            label={t('tokens.format')}
            value={importers.indexOf(chosen as ImporterView)}
            onChange={(event) => setChosen(importers[Number(event.currentTarget.value)])}
            data={importers.map(({ factor, title }, index) => ({
              value: String(index),
              label: `${nameOf(factor)}: ${title}`,
            }))}
          />
          <TextInput
            type="file"
            label={t('tokens.file')}
            required
            withAsterisk={false}
            onChange={(event) => setFile(event.currentTarget.files?.[0] ?? undefined)}
          />
          {Object.entries(chosen?.options.properties ?? {}).map(([name, { description }]) => (
            <PasswordInput
              key={name}
              label={name}
              description={description}
              autoComplete="off"
              value={options[name] ?? ''}
              onChange={(event) => setOptions({ ...options, [name]: event.currentTarget.value })}
            />
          ))}
          <ProblemAlert problem={problem} />
          {seen !== undefined && <Preview seen={seen} />}
          <Answers>
            <Button variant="default" onClick={onClose}>
              {t('cancel', { ns: 'kit' })}
            </Button>
            <Button
              type="submit"
              loading={pending}
              disabled={file === undefined || (seen?.problems.length ?? 0) > 0}
            >
              {seen === undefined ? t('tokens.look') : t('tokens.bring', { count: seen.entries })}
            </Button>
          </Answers>
        </Stack>
      </form>
    </Dialog>
  )
}

function Preview({ seen }: { seen: BroughtView }) {
  const { t } = useTranslation('console')
  if (seen.problems.length > 0) return <ImportProblems problems={seen.problems} />
  return (
    <>
      <Alert tone="info">{t('tokens.seen', { count: seen.entries })}</Alert>
      <ul className={classes.first}>
        {seen.first.map(({ handle, label }) => (
          <li key={handle}>
            <span className={classes.serial}>{handle}</span> {label !== handle && label}
          </li>
        ))}
      </ul>
    </>
  )
}

/** What the file brings, once it was looked at; and the way to bring it. */
function useImport(onClose: () => void) {
  const { t } = useTranslation('console')
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const [seen, setSeen] = useState<BroughtView>()
  const bringing = useMutation({
    mutationFn: async (input: Parameters<typeof bringTokens>[0]) => {
      const brought = await withStepUp(() => bringTokens(input))
      return brought && { brought, preview: input.preview }
    },
    onSuccess: async (done) => {
      if (done === undefined) return
      if (done.preview) return setSeen(done.brought)
      await queries.invalidateQueries({ queryKey: keys.tokens })
      tell(t('tokens.imported', { count: done.brought.entries }))
      onClose()
    },
  })
  return {
    bring: bringing.mutate,
    seen,
    forget: () => setSeen(undefined),
    pending: bringing.isPending,
    problem: bringing.error === null ? undefined : asProblem(bringing.error),
  }
}
