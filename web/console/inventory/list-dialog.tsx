import { Button, Stack, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type BroughtList, bringList } from '../../api/inventory.ts'
import { Alert } from '../../kit/alert.tsx'
import { Answers } from '../../kit/answers.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { ImportProblems } from '../../kit/import-problems.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { tell } from '../../kit/tell.ts'
import classes from './inventory.module.css'
import { useInventoryAct } from './use-inventory-act.ts'

/** Looks at a list of who reaches what first, then takes over all of it, or nothing. */
export function ListDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['console', 'kit'])
  const [file, setFile] = useState<File>()
  const [source, setSource] = useState('')
  const [seen, setSeen] = useState<BroughtList>()
  const bringing = useInventoryAct(bringList, (brought) => {
    if (seen === undefined) return setSeen(brought)
    tell(t('inventory.brought', { count: brought.lines, name: source }))
    onClose()
  })

  function choose(chosen: File | undefined): void {
    setFile(chosen)
    if (chosen !== undefined) setSource(chosen.name.replace(/\.[^.]*$/, '').slice(0, 64))
  }

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (file === undefined) return
    bringing.run({ source, table: await file.text(), preview: seen === undefined })
  }

  return (
    <Dialog onClose={onClose} title={t('inventory.bring')}>
      <form onSubmit={(event) => void submit(event)} onChange={() => setSeen(undefined)}>
        <Stack gap="md">
          <p>{t('inventory.bringText')}</p>
          <TextInput
            type="file"
            accept=".csv,.tsv,.txt,text/csv"
            label={t('inventory.file')}
            required
            withAsterisk={false}
            onChange={(event) => choose(event.currentTarget.files?.[0])}
          />
          <TextInput
            label={t('inventory.listName')}
            description={t('inventory.listNameHint')}
            required
            withAsterisk={false}
            maxLength={64}
            autoComplete="off"
            value={source}
            onChange={(event) => setSource(event.currentTarget.value)}
          />
          <ProblemAlert problem={bringing.problem} />
          {seen !== undefined && <Seen list={seen} />}
          <Answers>
            <Button variant="default" onClick={onClose}>
              {t('cancel', { ns: 'kit' })}
            </Button>
            <Button
              type="submit"
              loading={bringing.pending}
              disabled={file === undefined || (seen?.problems.length ?? 0) > 0}
            >
              {seen === undefined ? t('inventory.look') : t('inventory.take', { count: seen.lines })}
            </Button>
          </Answers>
        </Stack>
      </form>
    </Dialog>
  )
}

function Seen({ list: { problems, accounts, systems, lines, first } }: { list: BroughtList }) {
  const { t } = useTranslation('console')
  if (problems.length > 0) return <ImportProblems problems={problems} />
  return (
    <>
      <Alert tone="info">{t('inventory.seen', { count: lines, accounts, systems })}</Alert>
      <ul className={classes.first}>
        {first.map(({ account, system, entitlement }) => (
          <li key={`${account} ${system} ${entitlement}`}>
            {account}: {system}
            {entitlement !== '' && `, ${entitlement}`}
          </li>
        ))}
      </ul>
    </>
  )
}
