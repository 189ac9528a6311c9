import type { GuideWay } from '../factor.ts'

/** What the common devices show. The words of their windows change with the version; what is touched does not. */
export const ways: readonly GuideWay[] = [
  {
    name: 'Windows Hello',
    steps: [
      { text: 'Choose “This device” here.', drawing: 'first-on-page' },
      {
        text: 'A window asks where to save the passkey. Take Windows Hello or this computer.',
        drawing: 'window',
      },
      { text: 'Put your finger on the reader, look at the camera, or type your PIN.', drawing: 'finger' },
    ],
    note: 'No finger and no face? The PIN of Windows does as well. It is set under Settings, Accounts, Sign-in options.',
  },
  {
    name: 'Mac, iPhone, iPad',
    steps: [
      { text: 'Choose “This device” here.', drawing: 'first-on-page' },
      { text: 'A panel asks whether to save a passkey. Choose to continue.', drawing: 'window' },
      { text: 'Put your finger on Touch ID, or look at the phone for Face ID.', drawing: 'finger-or-face' },
    ],
    note: 'The passkey is copied to your other Apple devices. That needs iCloud Keychain, which is in Settings under your name.',
  },
  {
    name: 'Android',
    steps: [
      { text: 'Open this page on the phone, and choose “This device”.', drawing: 'first-on-phone' },
      { text: 'From below comes a panel: create a passkey. Choose to continue.', drawing: 'sheet' },
      { text: 'Finger, face, or the pattern or PIN that unlocks the phone.', drawing: 'finger-on-phone' },
    ],
    note: 'The passkey is copied to your other devices by the password manager that is set on the phone, which is often Google’s.',
  },
  {
    name: 'Key for USB',
    steps: [
      { text: 'Choose “Security key” here, and plug the key in.', drawing: 'plugged-in' },
      { text: 'Type the PIN of the key. A new key asks you to choose one.', drawing: 'pin' },
      { text: 'Touch the key where it blinks.', drawing: 'touched' },
    ],
    note: 'Windows may ask first where to save: take the security key. Add a second key, and keep it elsewhere.',
  },
  {
    name: 'Key for NFC',
    steps: [
      { text: 'On the phone choose “Security key” here.', drawing: 'last-on-phone' },
      { text: 'Type the PIN of the key where you are asked.', drawing: 'pin-on-phone' },
      {
        text: 'Hold the key flat to the back of the phone, at an iPhone to its upper edge, until it says that it is done.',
        drawing: 'held-to-phone',
      },
    ],
    note: 'NFC must be switched on in the settings of an Android phone. Keep the key still until then.',
  },
]
