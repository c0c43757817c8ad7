package no.altinncamel.emulator.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** The final request of a concatenation: finds the parts and has them joined (contract altinn-broker 7.8). */
final class TusConcatenation {

    /** A part that a request names; {@code upload} is {@code null} if there is none. */
    private record Part(String id, UUID transferId, TusUpload upload) {}

    private final Tus tus;
    private final TusCompletion completion;
    private final Transfers transfers;

    TusConcatenation(Tus tus, TusCompletion completion, Transfers transfers) {
        this.tus = tus;
        this.completion = completion;
        this.transfers = transfers;
    }

    /** @param references URLs of parts, with a space between them */
    TusUpload join(Transfer transfer, String references) throws RefusedException {
        List<Part> parts = new ArrayList<>();
        for (String reference : references.trim().split(" +")) {
            parts.add(part(reference));
        }
        synchronized (transfer) {
            if (!transfer.acceptsUpload()) {
                throw RefusedException.of(BrokerError.FILE_TRANSFER_ALREADY_UPLOADED);
            }
            requireJoinable(transfer, parts);
            TusTransfer owner = tus.of(transfer);
            TusUpload joined = owner.join(parts.stream().map(Part::upload).toList(), tus.now());
            tus.created(owner, joined);
            completion.joinLater(owner, joined);
            return joined;
        }
    }

    private static void requireJoinable(Transfer transfer, List<Part> parts) throws RefusedException {
        refuseIfAny(
                parts, part -> part.upload() == null, "Could not find some of the files supplied for concatenation: ");
        refuseIfAny(
                parts,
                part -> part.upload().kind() != TusUpload.Kind.PARTIAL,
                "Some of the files supplied for concatenation are not marked as partial and can not be concatenated: ");
        refuseIfAny(
                parts,
                part -> !part.upload().isComplete(),
                "Some of the files supplied for concatenation are not finished and can not be concatenated: ");
        for (Part part : parts) {
            requireReady(part, transfer);
        }
    }

    private Part part(String reference) throws RefusedException {
        String[] segments = TusHeaders.partSegments(TusHeaders.partPath(reference));
        if (segments.length == 0) {
            throw TusHeaders.invalidConcat();
        }
        String id = segments[segments.length - 1];
        Transfer owner = Transfers.parse(segments[0]).flatMap(transfers::find).orElse(null);
        if (owner == null || segments.length > 3 || segments.length == 3 && !segments[1].equals("partial")) {
            return new Part(id, null, null);
        }
        synchronized (owner) {
            return new Part(id, owner.id(), tus.find(owner, segments.length == 3 ? id : null));
        }
    }

    private static void refuseIfAny(List<Part> parts, Predicate<Part> bad, String text) throws RefusedException {
        List<String> ids = parts.stream().filter(bad).map(Part::id).toList();
        if (!ids.isEmpty()) {
            throw RefusedException.tus(400, text + String.join(", ", ids));
        }
    }

    private static void requireReady(Part part, Transfer transfer) throws RefusedException {
        TusUpload upload = part.upload();
        if (!part.transferId().equals(transfer.id())) {
            throw RefusedException.tus(
                    400, "Partial upload " + part.id() + " does not belong to file transfer " + transfer.id() + ".");
        }
        if (upload.durable() < upload.length()) {
            throw RefusedException.tus(
                    400,
                    "Partial upload " + part.id() + " is not ready for concatenation. Expected " + upload.length()
                            + " bytes, committed " + upload.durable() + ".");
        }
    }
}
