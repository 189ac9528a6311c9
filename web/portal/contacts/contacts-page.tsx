import { Button } from '@mantine/core'
import IconPlus from '@tabler/icons-react/icons/IconPlus'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listContacts } from '../../api/contacts.ts'
import { keys } from '../../api/keys.ts'
import type { ContactView } from '../../api/types.ts'
import { Alert } from '../../kit/alert.tsx'
import { Empty } from '../../kit/empty.tsx'
import { PageHead } from '../../kit/page-head.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import { AddDialog } from './add-dialog.tsx'
import { ContactCard } from './contact-card.tsx'
import classes from './contacts.module.css'
import { VerifyDialog } from './verify-dialog.tsx'

/** Where one hears of changes to one's account, and how sure we are that one does. */
export function ContactsPage() {
  const { t } = useTranslation('portal')
  const [adding, setAdding] = useState(false)
  const [verifying, setVerifying] = useState<ContactView>()
  const list = useQuery({ queryKey: keys.contacts, queryFn: ({ signal }) => listContacts(signal) })
  const items = list.data?.items

  function added(contact: ContactView): void {
    setAdding(false)
    if (contact.reachable) setVerifying(contact)
  }

  return (
    <>
      <PageHead
        title={t('contacts.title')}
        lead={t('contacts.lead')}
        action={
          <Button size="sm" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {t('contacts.add')}
          </Button>
        }
      />
      <QueryState query={list} height={240} />
      {items !== undefined && (
        <div className={classes.page}>
          <Advice items={items} />
          <ul className={classes.list}>
            {items.map((contact) => (
              <li key={contact.id}>
                <ContactCard contact={contact} onVerify={() => setVerifying(contact)} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {adding && <AddDialog onAdded={added} onClose={() => setAdding(false)} />}
      {verifying !== undefined && (
        <VerifyDialog contact={verifying} onClose={() => setVerifying(undefined)} />
      )}
    </>
  )
}

/** What is missing, said once: any address, or one that is confirmed. */
function Advice({ items }: { items: readonly ContactView[] }) {
  const { t } = useTranslation('portal')
  if (items.length === 0) {
    return (
      <Empty title={t('contacts.none')}>
        <p>{t('contacts.noneText')}</p>
      </Empty>
    )
  }
  if (items.some(({ verified }) => verified)) return null
  return (
    <Alert tone="warn" title={t('contacts.unverified')}>
      {t('contacts.unverifiedText')}
    </Alert>
  )
}
