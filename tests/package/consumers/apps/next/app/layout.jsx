export const metadata = { title: "Identity check" };

export default function Layout({ children }) {
  return (
    <html lang="kk">
      <body>{children}</body>
    </html>
  );
}
