import { Badge, Button, VisuallyHidden } from '@mantine/core'
import IconDots from '@tabler/icons-react/icons/IconDots'
import IconMail from '@tabler/icons-react/icons/IconMail'
import IconPhone from '@tabler/icons-react/icons/IconPhone'
import IconTrash from '@tabler/icons-react/icons/IconTrash'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContactView } from '../../api/types.ts'
import { ItemCard } from '../../kit/item-card.tsx'
import { Menu, MenuAction } from '../../kit/menu.tsx'
import { When } from '../../kit/when.tsx'
import { RemoveContactDialog } from './remove-dialog.tsx'

const icons = { email: IconMail, phone: IconPhone }

/** One contact: whether it is confirmed, since when it stands, and what can be done with it. */
export function ContactCard({ contact, onVerify }: { contact: ContactView; onVerify: () => void }) {
  const { t } = useTranslation('portal')
  const [removing, setRemoving] = useState(false)
  const Icon = icons[contact.type]
  const { value, verified } = contact
  return (
    <ItemCard
      icon={<Icon size={22} />}
      quiet={!verified}
      level={2}
      title={
        <>
          {value}
          <Badge variant="light" {...(verified ? {} : { color: 'yellow' })}>
            {t(verified ? 'contacts.verified' : 'contacts.notVerified')}
          </Badge>
        </>
      }
      facts={<Facts contact={contact} />}
      actionBelow
      action={
        <>
          {!verified && contact.reachable && (
            <Button
              variant="default"
              size="sm"
              onClick={onVerify}
              aria-label={t('contacts.verifyOne', { value })}
            >
              {t('contacts.verify')}
            </Button>
          )}
          <Menu
            button={
              <>
                <IconDots size={20} aria-hidden />
                <VisuallyHidden>{t('contacts.actions', { value })}</VisuallyHidden>
              </>
            }
          >
            <MenuAction danger icon={<IconTrash size={18} aria-hidden />} onChoose={() => setRemoving(true)}>
              {t('contacts.remove')}
            </MenuAction>
          </Menu>
          {removing && <RemoveContactDialog contact={contact} onClose={() => setRemoving(false)} />}
        </>
      }
    />
  )
}

function Facts({ contact }: { contact: ContactView }) {
  const { t } = useTranslation('portal')
  return (
    <>
      {t(`contacts.source.${contact.source}`)} <When at={contact.changedAt} />
      {contact.verified && !contact.independent && <> · {t('contacts.young')}</>}
      {!contact.verified && !contact.reachable && <> · {t('contacts.unreachable')}</>}
    </>
  )
}
