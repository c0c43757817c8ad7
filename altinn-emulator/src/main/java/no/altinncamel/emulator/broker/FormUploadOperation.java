package no.altinncamel.emulator.broker;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletionException;

import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.InputStreamContentSource;

import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.http.Reply;

/**
 * {@code POST /filetransfer/upload}: initialize and upload in one form, which is on disk before anything else happens
 * (contract altinn-broker 3.7). If the upload fails, the initialized transfer stays, and the caller is not told its id.
 */
final class FormUploadOperation {

    /** Largest form body in bytes. */
    private static final long MAX_FORM = Integer.MAX_VALUE;

    private final InitializeOperation initialize;
    private final UploadOperation upload;
    private final Storage storage;

    FormUploadOperation(InitializeOperation initialize, UploadOperation upload, Storage storage) {
        this.initialize = initialize;
        this.upload = upload;
        this.storage = storage;
    }

    Reply serve(HttpCall call, Caller caller) throws IOException, RefusedException {
        if (call.contentLength() > MAX_FORM) {
            throw unreadable("Request body too large.");
        }
        try (MultiPartFormData.Parts parts = parse(call)) {
            FormReader form = new FormReader(parts);
            ValidationErrors errors = new ValidationErrors(FormReader.PREFIX);
            Initialization metadata = form.metadata(errors);
            MultiPart.Part file = form.file();
            if (file == null) {
                errors.addUnprefixed(FormReader.FILE, "The FileTransfer field is required.");
            }
            errors.throwIfAny();
            Transfer transfer = initialize.initialize(call, caller, metadata);
            upload.begin(transfer, caller, file.getLength());
            try (InputStream content = Content.Source.asInputStream(file.getContentSource())) {
                upload.receive(transfer, content);
            }
            return InitializeOperation.answer(transfer);
        }
    }

    private MultiPartFormData.Parts parse(HttpCall call) throws IOException, RefusedException {
        String boundary = MultiPart.extractBoundary(call.header("Content-Type"));
        if (boundary == null) {
            throw unreadable("Missing content-type boundary.");
        }
        MultiPartFormData.Parser parser = new MultiPartFormData.Parser(boundary);
        parser.setFilesDirectory(storage.folder());
        parser.setMaxMemoryFileSize(0);
        parser.setMaxFileSize(-1);
        parser.setMaxLength(MAX_FORM);
        try {
            return parser.parse(new InputStreamContentSource(call.body())).join();
        } catch (CompletionException e) {
            // if it was the connection that broke, and not the form, reading on says so
            call.body().read();
            throw unreadable(String.valueOf(e.getCause().getMessage()));
        }
    }

    private static RefusedException unreadable(String reason) {
        return RefusedException.invalid("", "Failed to read the request form. " + reason);
    }
}
