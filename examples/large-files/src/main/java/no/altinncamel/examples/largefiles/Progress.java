package no.altinncamel.examples.largefiles;

import java.util.Locale;

import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.FileTransferProgress;
import no.altinncamel.broker.FileTransferProgressEvent;

/** Tells how far files have come; a bean of this class in the registry is enough. */
final class Progress extends EventNotifierSupport {

    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    private static final long MB = 1_000_000;

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof FileTransferProgressEvent progressing) {
            LOG.info(line(progressing.getProgress()));
        }
    }

    private static String line(FileTransferProgress progress) {
        return String.format(
                Locale.ROOT,
                "%-9s %s: %d of %d MB, %d MB/s%s%s",
                progress.direction(),
                progress.fileName(),
                progress.bytes() / MB,
                progress.length() / MB,
                progress.bytesPerSecond() / MB,
                progress.bytesSaved() > 0 ? ", of which " + progress.bytesSaved() / MB + " MB were there already" : "",
                switch (progress.state()) {
                    case RUNNING ->
                        progress.remaining() == null
                                ? ""
                                : ", " + progress.remaining().toSeconds() + " s left";
                    case COMPLETE -> ", complete";
                    case BROKEN_OFF -> ", broken off";
                });
    }
}
