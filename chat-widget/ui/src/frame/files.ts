/** What comes with the first file: how files are sent, and how they are shown. */
export { Attachments } from './files/Attachments';
export { Enclosures, Tray } from './files/Tray';
export { Files } from './files/files';
