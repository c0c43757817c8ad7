package no.altinncamel.broker.receive;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.camel.Converter;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;

/** What a route may ask of a received file besides the file itself. */
@Converter(generateLoader = true)
public final class TransferFileConverter {

    private TransferFileConverter() {}

    @Converter
    public static File toFile(TransferFile file) {
        return file.getFile();
    }

    @Converter
    public static Path toPath(TransferFile file) {
        return file.getFile().toPath();
    }

    @Converter
    public static InputStream toInputStream(TransferFile file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(toPath(file)));
    }

    @Converter
    public static Reader toReader(TransferFile file, Exchange exchange) throws IOException {
        return Files.newBufferedReader(toPath(file), charset(exchange));
    }

    /** By the route's explicit wish: the whole file in memory. */
    @Converter
    public static byte[] toByteArray(TransferFile file) throws IOException {
        return Files.readAllBytes(toPath(file));
    }

    /** By the route's explicit wish: the whole file in memory, in the charset of the exchange. */
    @Converter
    public static String toString(TransferFile file, Exchange exchange) throws IOException {
        return new String(toByteArray(file), charset(exchange));
    }

    private static Charset charset(Exchange exchange) {
        return Charset.forName(ExchangeHelper.getCharsetName(exchange));
    }
}
