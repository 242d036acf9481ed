from . import (
    analysis as analysis,
    dataset as dataset,
    desk as desk,
    errors as errors,
    files as files,
    intake as intake,
    kernel as kernel,
    messages as messages,
    office as office,
    reference as reference,
    reports as reports,
    rules as rules,
    scoring as scoring,
    show as show,
    workspace as workspace,
)
from .dataset import build as build, load as load
from .errors import DtsError as DtsError
from .office import export as export

__version__: str
