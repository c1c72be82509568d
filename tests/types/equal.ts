// The generated types equal the contract, name by name and in both directions.
import type * as Built from "flow-embed";
import type * as Contract from "./contract.js";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Equal<A, B>) => {};

same<Built.Locale, Contract.Locale>(true);
same<Built.Status, Contract.Status>(true);
same<Built.StartOptions, Contract.StartOptions>(true);
same<Built.SessionSource, Contract.SessionSource>(true);
same<Built.SessionReference, Contract.SessionReference>(true);
same<Built.ResultOptions, Contract.ResultOptions>(true);
same<Built.FlowErrorDetails, Contract.FlowErrorDetails>(true);
same<Built.ScriptOptions, Contract.ScriptOptions>(true);
same<Built.FinishResult<1>, Contract.FinishResult<1>>(true);
same<Built.FlowErrorCode, Contract.FlowErrorCode>(true);
same<typeof Built.startSession, typeof Contract.startSession>(true);
same<typeof Built.checkEnvironment, typeof Contract.checkEnvironment>(true);
same<Built.Environment, Contract.Environment>(true);
same<typeof Built.load, typeof Contract.load>(true);
same<Pick<Built.FlowError, keyof Built.FlowError>, Pick<Contract.FlowError, keyof Contract.FlowError>>(true);
same<Built.RequestOptions, Contract.RequestOptions>(true);
same<Built.CreateSessionOptions, Contract.CreateSessionOptions>(true);
same<Built.SessionMetadata, Contract.SessionMetadata>(true);
same<Built.PrefilledField, Contract.PrefilledField>(true);
same<Built.Session, Contract.Session>(true);
same<Built.GetResultOptions, Contract.GetResultOptions>(true);
same<Built.VendorReason, Contract.VendorReason>(true);
same<Built.LivenessResult, Contract.LivenessResult>(true);
same<Built.Face2FaceResult, Contract.Face2FaceResult>(true);
same<Built.DocumentRecognitionResult, Contract.DocumentRecognitionResult>(true);
same<Built.EDocumentResult, Contract.EDocumentResult>(true);
same<Built.GbdflResult, Contract.GbdflResult>(true);
same<Built.SessionResult, Contract.SessionResult>(true);
same<typeof Built.createSession, typeof Contract.createSession>(true);
same<typeof Built.getResult, typeof Contract.getResult>(true);
same<typeof Built.isValidIin, typeof Contract.isValidIin>(true);
