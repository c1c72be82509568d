import { expect, test } from "@playwright/test";
import { installFakeWidget } from "flow-embed/testing";

test("a visitor who goes through the check is thanked", async ({ page }) => {
  await page.addInitScript(installFakeWidget, { outcome: { finish: { result: true } } });
  await page.goto("/");
  await page.getByRole("button", { name: "Verify my identity" }).click();
  await expect(page.getByText("Thank you")).toBeVisible();
});

test("a visitor whose network is down may try again", async ({ page }) => {
  await page.addInitScript(installFakeWidget, { outcome: "script-fails" });
  await page.goto("/");
  await page.getByRole("button", { name: "Verify my identity" }).click();
  await expect(page.getByText("Please try again")).toBeVisible();
});

test("the session ends as the widget ends it", async ({ page }) => {
  await page.addInitScript(installFakeWidget);
  await page.goto("/");
  await page.getByRole("button", { name: "Verify my identity" }).click();
  await page.locator("#kyc > div > div").waitFor({ state: "attached" });
  await page.evaluate(() => dispatchEvent(new CustomEvent("finish", { detail: { result: false } })));
  await expect(page.getByText("Thank you")).toBeVisible();
});
