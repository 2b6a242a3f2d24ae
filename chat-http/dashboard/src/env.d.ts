/// <reference types="vite/client" />

declare module '@mantine/*.css';
