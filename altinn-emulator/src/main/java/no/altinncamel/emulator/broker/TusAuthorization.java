package no.altinncamel.emulator.broker;

import java.util.UUID;

import no.altinncamel.emulator.http.HttpCall;

/**
 * Who may do what with a TUS upload. Whoever is at work on one, or has the sender's organisation while somebody is, may go on
 * without being asked again (contract altinn-broker 7.9 and 2.6).
 */
final class TusAuthorization {

    private final Transfers transfers;
    private final UploadCheck check;
    private final Tus tus;

    TusAuthorization(Transfers transfers, UploadCheck check, Tus tus) {
        this.transfers = transfers;
        this.check = check;
        this.tus = tus;
    }

    Transfer toCreate(HttpCall call, Caller caller) throws RefusedException {
        Transfer transfer = requested(call);
        synchronized (transfer) {
            check.requireUploadable(transfer, caller);
            remember(transfer, caller);
        }
        TusHeaders.requireVersion(call);
        return transfer;
    }

    Transfer toWrite(HttpCall call, Caller caller) throws RefusedException {
        Transfer transfer = requested(call);
        synchronized (transfer) {
            if (!isActive(transfer, caller)) {
                check.requireUploadable(transfer, caller);
                remember(transfer, caller);
            }
        }
        TusHeaders.requireVersion(call);
        return transfer;
    }

    Transfer toRead(HttpCall call, Caller caller) throws RefusedException {
        Transfer transfer = requested(call);
        synchronized (transfer) {
            if (!isActive(transfer, caller)) {
                check.requireSender(transfer, caller);
            }
        }
        TusHeaders.requireVersion(call);
        return transfer;
    }

    Transfer toDelete(HttpCall call, Caller caller) throws RefusedException {
        Transfer transfer = requested(call);
        synchronized (transfer) {
            check.requireUploadable(transfer, caller);
            TusTransfer found = tus.find(transfer.id());
            if (found != null) {
                found.forget(session(caller));
            }
        }
        TusHeaders.requireVersion(call);
        return transfer;
    }

    /** Whether a caller whose token has expired is at work on the upload that the call is for. */
    boolean isActive(HttpCall call, Caller caller) {
        try {
            Transfer transfer = requested(call);
            synchronized (transfer) {
                return isActive(transfer, caller);
            }
        } catch (RefusedException e) {
            return false;
        }
    }

    Transfer requested(HttpCall call) throws RefusedException {
        UUID id = Transfers.parse(call.pathParameter("fileTransferId"))
                .orElseThrow(() -> RefusedException.tus(404, "Missing file transfer id"));
        return transfers.get(id);
    }

    /** @throws RefusedException 409 if it is the caller's upload, but not in progress any more */
    private boolean isActive(Transfer transfer, Caller caller) throws RefusedException {
        TusTransfer found = tus.find(transfer.id());
        if (found == null || !found.isKnown()) {
            return false;
        }
        boolean inProgress = transfer.status() == TransferStatus.UPLOAD_STARTED
                || transfer.status() == TransferStatus.UPLOAD_PROCESSING;
        if (found.hasSession(session(caller), tus.now())) {
            if (!inProgress) {
                throw RefusedException.of(BrokerError.FILE_TRANSFER_ALREADY_UPLOADED);
            }
            remember(transfer, caller);
            return true;
        }
        boolean active = inProgress
                && tus.activeWithin(transfer, TusUpload.EXPIRATION)
                && OrganizationNumber.bare(transfer.sender()).equals(caller.organization());
        if (active) {
            remember(transfer, caller);
        }
        return active;
    }

    private void remember(Transfer transfer, Caller caller) {
        if (caller.session() != null) {
            tus.of(transfer).remember(session(caller), tus.now());
        }
    }

    private static String session(Caller caller) {
        return caller.session() + " " + caller.organization();
    }
}
