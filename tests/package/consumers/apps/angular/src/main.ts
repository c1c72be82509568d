import { bootstrapApplication } from "@angular/platform-browser";
import { IdentityCheck } from "./identity-check";

bootstrapApplication(IdentityCheck);
