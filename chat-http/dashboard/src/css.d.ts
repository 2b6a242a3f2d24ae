declare module '*.css';
declare module '@mantine/*.css';
