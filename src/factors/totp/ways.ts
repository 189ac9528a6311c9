import type { GuideWay } from '../factor.ts'

/** Where the common apps have what is to be tapped. They change their faces now and then: the order stays. */
export const ways: readonly GuideWay[] = [
  {
    name: 'Google Authenticator',
    steps: [
      { text: 'Open the app and tap the plus, at the bottom on the right.', drawing: 'plus-below' },
      { text: 'Tap “Scan a QR code”.', drawing: 'first-of-two' },
      { text: 'Hold the phone so that our picture fills the frame.', drawing: 'finder' },
      { text: 'The new entry shows six digits. Type them here.', drawing: 'entry' },
    ],
    note: 'The first time it offers to keep codes in your Google account. Then they come back on a new phone; and they are as safe as that account.',
  },
  {
    name: 'Microsoft Authenticator',
    steps: [
      { text: 'Open the app and tap the plus, at the top on the right.', drawing: 'plus-above' },
      { text: 'Choose “Other account”, not a work or school account.', drawing: 'last-of-three' },
      { text: 'Hold the phone so that our picture fills the frame.', drawing: 'finder' },
      { text: 'Tap the new entry. It shows six digits: type them here.', drawing: 'entry' },
    ],
    note: 'For a new phone switch on the backup in the app’s settings while you have the old one.',
  },
  {
    name: 'Apple Passwords',
    steps: [
      {
        text: 'Open the Passwords app. Choose the entry of this site, or make one with the plus.',
        drawing: 'plus-below',
      },
      { text: 'In the entry tap “Set Up Code”, perhaps under “Edit”.', drawing: 'last-of-three' },
      { text: 'Tap “Scan QR Code”, and point the camera at our picture.', drawing: 'finder' },
      { text: 'Tap “Codes” in the app. Type the six digits here.', drawing: 'entry' },
    ],
    note: 'On iPhone, iPad and Mac since iOS 18 and macOS 15; before that it is in Settings, under Passwords. Password and code then lie in one place: who opens your Apple devices has both.',
  },
  {
    name: 'Aegis and 2FAS',
    steps: [
      { text: 'Open the app and tap the plus at the bottom.', drawing: 'plus-below' },
      { text: 'Choose to scan a QR code.', drawing: 'first-of-two' },
      { text: 'Hold the phone so that our picture fills the frame.', drawing: 'finder' },
      { text: 'Save the entry where the app asks. Type its six digits here.', drawing: 'entry' },
    ],
    note: 'Both are open source. Set a password for the app, and let it keep an encrypted backup.',
  },
]
