// Takes the place of react-style-singleton, with which GraphiQL's dialogs lock the scrolling
// of the page by adding a style element. This page does not scroll, and its content policy
// allows no such element.
export const styleSingleton = () => () => null;
