# The node in an image without a shell: docker build -t metrograph .
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -buildvcs=false -trimpath -ldflags='-s -w' -o /out/metrograph . && mkdir /out/data

# Certificates of authorities, time zones and the user nonroot (65532) are in this one.
FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/metrograph /usr/local/bin/metrograph
COPY --from=build --chown=nonroot:nonroot /out/data /data
ENV METROGRAPH_DATA=/data METROGRAPH_ADDR=0.0.0.0:8080 METROGRAPH_LOG_FORMAT=json
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/metrograph"]
CMD ["serve"]
